/** Who may open a case and when; and that no money moves while its project is suspended or over. */
import { caseRules } from '../../../domain/pack/slice';
import type { Actor } from '../../../domain/project/commands';
import { decide } from '../../../domain/project/decide';
import { newProcess, type ProcessState, type Status } from '../../../domain/project/state';
import { outsideOf, openCase } from './cases';
import { fundLine, toOperation, toStart } from './course';
import { deciding, huaian, must, people, tryAct, type World } from './world';

const project = toOperation().state;
const payment = { amount: 1, milestone: '首付', paidFrom: fundLine };

function unborn(type: string, about: ProcessState | null): ProcessState {
  return newProcess({
    workflowId: 'case/X',
    subject: about === null ? 'case/X' : 'project/X',
    kind: 'case',
    id: 'X',
    name: 'X',
    jurisdiction: huaian.ref.id,
    caseType: type,
    ...(about === null ? {} : { projectId: about.id, parties: about.parties }),
    pack: huaian.ref,
    owner: { org: 'office', orgZh: '处室', person: { id: 'applicant', name: 'applicant' } },
    facts: {},
    at: '2026-06-02T04:00:00Z',
  });
}

/** Codes with which opening a case is refused, by whatever door the command came. */
function opening(type: string, actor: Actor, about: ProcessState | null, gathered = true): string[] {
  const around = {
    rules: caseRules(huaian, type),
    now: '2026-06-02T04:00:00Z',
    calendar: { version: 'none', years: {} },
    ...(about === null || !gathered ? {} : { outside: outsideOf(about, { paidTotal: 0 }) }),
  };
  const decision = decide(unborn(type, about), { act: { type: 'open' }, actor }, around);
  return 'refusals' in decision ? decision.refusals.map(({ code }) => code) : [];
}
const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
const standing = (status: Status): ProcessState => ({ ...project, status });

describe('a payment', () => {
  test.each<[Status, string[]]>([
    ['inUse', []],
    ['suspended', ['project/suspended']],
    ['terminated', ['project/over']],
    ['withdrawn', ['project/over']],
    ['retired', ['project/over']],
  ])('of a project that is %s answers %j', (status, codes) => {
    expect(opening('payment', people.applicant, standing(status))).toEqual(codes);
  });

  test('is opened by the office of the project, during the runs of the pack', () => {
    expect(opening('payment', people.general, project)).toEqual(['project/not-permitted']);
    expect(opening('payment', people.contractor, project)).toEqual(['project/not-permitted']);
    expect(opening('payment', people.applicant, { ...project, run: 'procurement' })).toEqual([
      'case/not-during',
    ]);
  });

  test('is left to the handler until its project is gathered, and needs one', () => {
    expect(opening('payment', people.applicant, project, false)).toEqual([]);
    expect(opening('payment', people.applicant, null)).toEqual(['project/not-found']);
  });

  const asked = (): World => {
    const world = openCase(toStart(), 'payment', { facts: payment, totals: { paidTotal: 0 } });
    must(world, 'applicant', deciding(world, 'request'));
    return world;
  };
  const outside = (status: Status) => {
    const { state } = toStart();
    return outsideOf({ ...state, status }, { paidTotal: 0 });
  };

  test.each<[Status, string]>([
    ['suspended', 'project/suspended'],
    ['terminated', 'project/over'],
    ['withdrawn', 'project/over'],
  ])('is not paid when its project has become %s, but may be returned or refused', (status, code) => {
    const world = asked();
    world.outside = outside(status);
    const pay = deciding(world, 'approve', { outcome: 'paid' });
    expect(tryAct(world, 'general', pay).map((refusal) => refusal.code)).toEqual([code]);
    must(world, 'general', deciding(world, 'approve', { outcome: 'returned' }));
    const again = tryAct(world, 'applicant', deciding(world, 'request'));
    expect(again.map((refusal) => refusal.code)).toEqual([code]);
    const other = asked();
    other.outside = outside(status);
    must(other, 'general', deciding(other, 'approve', { outcome: 'refused' }));
    expect(other.state.status).toBe('closed');
  });
});

test('an integrity report may be made about whatever project, and by anyone (HA-10.1)', () => {
  expect(opening('integrityReport', people.contractor, standing('terminated'))).toEqual([]);
  expect(opening('integrityReport', people.contractor, null)).toEqual([]);
});

test('the annual scheme is opened by the cyberspace office alone (HA-5.1)', () => {
  expect(opening('annualScheme', people.cyberspace, null)).toEqual([]);
  expect(opening('annualScheme', people.applicant, null)).toEqual(['project/not-permitted']);
});

test('what the pack lets follow is opened by the system', () => {
  expect(opening('assetRegistration', engine, project)).toEqual([]);
});
