/**
 * Every verb has its own permission, reason rule and record line (每个动作各有权限、理由规则和留痕), in a stage and in a case
 * alike: written from the words of the practice, tried on the table of the code.
 */
import { homes, people, type Kind, type Moment } from '../../../scripts/verbs-course';
import { decisionAt, type Otherwise } from '../../../scripts/verbs-table';
import { verbs } from '../../../scripts/verbs-rows';
import { person } from '../story';

interface Words {
  /** Where it can be done: at a step of this kind, at this moment. */
  readonly at: readonly [Kind, Moment];
  readonly needsReason: boolean;
  /** The line it leaves on the record. */
  readonly leaves: string;
}

const mine = (needsReason: boolean, leaves: string): Words => ({
  at: ['advise', 'open'],
  needsReason,
  leaves,
});

/** Giving work away, sending back and steering are explained; taking, reading and hurrying need no words. */
const words: Readonly<Record<string, Words>> = {
  decide: mine(false, 'decided'),
  claim: mine(false, 'taskClaimed'),
  release: mine(false, 'taskReleased'),
  reassign: mine(true, 'taskReassigned'),
  delegate: mine(true, 'delegated'),
  handBack: mine(true, 'handedBack'),
  getBack: mine(false, 'gotBack'),
  addSignerBefore: mine(true, 'signerAdded'),
  addSignerBeside: mine(true, 'signerAdded'),
  addSignerAfter: mine(true, 'signerAdded'),
  removeSigner: mine(true, 'signerRemoved'),
  returnApplicant: mine(true, 'returned'),
  returnPrevious: mine(true, 'returned'),
  returnBack: mine(true, 'returned'),
  takeBack: { ...mine(false, 'takenBack'), at: ['parallel', 'iDecided'] },
  urge: mine(false, 'urged'),
  copy: mine(false, 'copied'),
  markRead: mine(false, 'copyRead'),
  consult: mine(true, 'consulted'),
  answer: mine(true, 'answered'),
  comment: mine(true, 'commented'),
  withdraw: mine(true, 'statusChanged'),
  jump: mine(true, 'jumped'),
  correctAssignee: mine(true, 'assigneeCorrected'),
  terminate: mine(true, 'statusChanged'),
};

const rows = homes.flatMap((home) => Object.entries(words).map(([verb, said]) => ({ verb, home, ...said })));

function tried({ verb, at: [kind, moment], home }: (typeof rows)[number], otherwise?: Otherwise) {
  const decision = decisionAt({ verb, kind, moment, home }, otherwise);
  if (decision === undefined) throw new Error(`there is no ${moment} at ${kind}`);
  return 'refusals' in decision
    ? { codes: decision.refusals.map(({ code }) => code), left: [] }
    : { codes: [], left: decision.events.map(({ type }) => type) };
}

describe('the words', () => {
  it('name every verb but waking, which needs a route that has ended (verbs-around.test.ts)', () => {
    expect([...Object.keys(words), 'wakeUp'].sort()).toEqual(Object.keys(verbs).sort());
  });
});

describe.each(rows)('$verb in a $home', (row) => {
  it('leaves its own line on the record', () => {
    expect(tried(row)).toMatchObject({ codes: [], left: expect.arrayContaining([row.leaves]) });
  });

  it(row.needsReason ? 'is refused without a reason' : 'needs no reason', () => {
    for (const comment of ['', ' \n'])
      expect(tried(row, { comment }).codes).toEqual(row.needsReason ? ['task/reason-required'] : []);
  });

  it('is not for somebody whom it does not concern', () => {
    const stranger = { ...person('stranger', 'other'), org: 'elsewhere' };
    expect(tried(row, { by: stranger }).left).toEqual([]);
  });
});

const judgements = rows.filter(({ verb }) =>
  /^(decide|claim|delegate|consult|takeBack|return.+|addSigner.+)$/.test(verb),
);

describe.each(judgements)('$verb in a $home', (row) => {
  it('is nobody’s by rank alone', () => {
    expect(tried(row, { by: { ...people.admin, id: 'other' } }).left).toEqual([]);
  });
});
