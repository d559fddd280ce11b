/** What no random course of a project may break, whoever acts and whatever they choose. */
import fc from 'fast-check';
import { addDays } from '../../../domain/clocks/dates';
import { evolve } from '../../../domain/project/evolve';
import type { ProcessEvent } from '../../../domain/project/events';
import { isOver } from '../../../domain/project/life';
import type { ProcessState } from '../../../domain/project/state';
import { dossier } from './course';
import { goodFacts, material, open, people, tryAct, type Who, type World } from './world';

const everything = () => [
  ...dossier(),
  ...[
    'improvedScheme',
    'meetingMinutes',
    'tenderDocument',
    'qualificationProof',
    'licenceProof',
    'trialRunReport',
  ].map((kind) => material(kind)),
  ...[
    'acceptanceApplication',
    'softwareTestReport',
    'supervisionRecords',
    'rectificationReport',
    'opsRules',
    'emergencyPlan',
  ].map((kind) => material(kind)),
  ...['gradedProtectionReport', 'riskAssessmentReport', 'cryptographyAssessmentReport'].map((kind) =>
    material(kind, { verdict: 'passed' }),
  ),
  material('awardNotice', { amount: 90_000_000 }),
  material('contract', { amount: 90_000_000, warrantyMonths: 24, ownershipClause: true }),
  material('supervisionContract', {}, { org: 'watcher', until: '2099-12-31' }),
  material('auditContract', {}, { org: 'auditors', until: '2099-12-31' }),
];

const findings = Object.fromEntries(
  [
    'tenderDocument',
    'contract',
    'constructionScheme',
    'processDocuments',
    'trialRun',
    'siteCheck',
    'test',
    'questioning',
  ].map((each) => [each, '符合']),
);
const fieldsOf: Record<string, Record<string, string | boolean>> = {
  check: { major: false },
  orderFixes: { fixBy: '2031-01-01' },
};

interface Move {
  readonly who: Who;
  readonly kind: 'decide' | 'claim' | 'release' | 'return' | 'life';
  readonly pick: number;
  /** Small numbers choose the good outcome, so that courses get far. */
  readonly outcome: number;
  readonly days: number;
}

const move: fc.Arbitrary<Move> = fc.record({
  who: fc.constantFrom(...(Object.keys(people) as Who[])),
  kind: fc.oneof(
    { weight: 30, arbitrary: fc.constant('decide' as const) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('claim' as const, 'release' as const, 'return' as const, 'life' as const),
    },
  ),
  pick: fc.nat(20),
  outcome: fc.nat(9),
  days: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(120) }),
});

const lives = ['suspend', 'resume', 'resume', 'resume'] as const;

function make(world: World, { who, kind, pick, outcome }: Move): void {
  if (kind === 'life') {
    tryAct(world, 'cyberspace', { type: lives[pick % lives.length] ?? 'resume', comment: '理由' });
    return;
  }
  const openTasks = Object.values(world.state.tasks).filter((each) => each.status === 'open');
  const chosen = openTasks[pick % Math.max(openTasks.length, 1)];
  if (chosen === undefined) return;
  if (kind === 'decide') decideAny(world, chosen.id, chosen.step, { who, outcome });
  else if (kind === 'return') tryAct(world, who, { type: 'return', task: chosen.id, comment: '退回' });
  else tryAct(world, who, { type: kind, task: chosen.id });
}

/** The chosen person first, then everybody: somebody may, unless the rules stand in the way. */
function decideAny(
  world: World,
  task: string,
  step: string,
  { who, outcome }: { who: Who; outcome: number },
): void {
  const all = [who, ...(Object.keys(people) as Who[])];
  for (const each of all) {
    const allowed = tryAct(world, each, { type: 'decide', task, outcome: '?' })[0]?.params['allowed'] as
      string[] | undefined;
    if (allowed === undefined) continue;
    const wanted = allowed[outcome < 8 ? 0 : outcome % allowed.length] ?? allowed[0] ?? '';
    const fields = step === 'fill' ? goodFacts : (fieldsOf[step] ?? {});
    const act = {
      type: 'decide',
      task,
      outcome: wanted,
      comment: '意见',
      findings,
      fields,
      attach: everything(),
    } as const;
    if (tryAct(world, each, act).length === 0) return;
  }
}

function begin(): World {
  const world = open({ facts: goodFacts });
  for (const [role, org] of [
    ['contractor', 'builder'],
    ['supervisor', 'watcher'],
    ['auditor', 'auditors'],
  ] as const) {
    tryAct(world, 'applicant', { type: 'bindParty', role, org, orgZh: org });
  }
  return world;
}

function holdsAlways(state: ProcessState): void {
  if (state.status === 'inUse')
    expect(state.ended.filter((run) => run.kind === 'acceptance').at(-1)?.outcome).toBe('passed');
  const waits = Object.values(state.tasks).some((each) => each.status === 'open');
  if (!isOver(state) && state.status !== 'inUse') expect(waits).toBe(true);
  if (isOver(state)) expect(waits).toBe(false);
  for (const each of state.participants.filter((other) => other.act === 'decided'))
    expect(each.person).not.toBe('applicant');
}

test('a project is in use only when accepted, always waits for somebody, and never on its applicant’s own vote', () => {
  let furthest = 0;
  fc.assert(
    fc.property(fc.array(move, { minLength: 20, maxLength: 70 }), (moves) => {
      const world = begin();
      for (const each of moves) {
        world.at = addDays(world.at, each.days);
        make(world, each);
        holdsAlways(world.state);
      }
      furthest = Math.max(furthest, world.state.ended.length);
    }),
    { numRuns: 60 },
  );
  // The property says nothing unless courses get as far as the acceptance.
  expect(furthest).toBeGreaterThanOrEqual(5);
});

test('evolve takes any event in any order without throwing', () => {
  const types = [
    'created',
    'runEntered',
    'stepOpened',
    'decided',
    'returned',
    'taskClaimed',
    'tasksCancelled',
    'clockChanged',
    'phaseDone',
    'unknown',
  ];
  const event = fc.record({
    type: fc.constantFrom(...types),
    run: fc.string(),
    step: fc.string(),
    phase: fc.string(),
    task: fc.string(),
    key: fc.string(),
    tasks: fc.constant([]),
    change: fc.constant({}),
    person: fc.constant({ id: 'x', name: 'x' }),
    process: fc.constant(begin().state),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      // Events of other versions reach it as plain JSON, so their type is not to be trusted.
      const folded = events.reduce(
        (state, each) => evolve(state, each as unknown as ProcessEvent, '2026-01-01T00:00:00Z'),
        begin().state,
      );
      expect(folded.tasks).toBeDefined();
    }),
  );
});
