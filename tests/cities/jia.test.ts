/** Invented city 甲 on real servers: bands by amount and kind, an approval that expires, acceptances in tiers, a chair by class of project. */
import { addDays, addMonths } from '../../domain/clocks/dates';
import type { Fields } from '../../domain/project/commands';
import { material } from '../domain/project/world';
import { begin, startCity, today, type City, type Process } from './drive';

let jia: City;
beforeAll(async () => {
  jia = await startCity('jia.yaml');
});
afterAll(async () => {
  await jia.close();
});

/** Ten thousand yuan in fen. */
const wan = 1_000_000;

async function applied(facts: Fields): Promise<Process> {
  const project = await begin(jia);
  const fields = { buildKind: 'software', dataClass: 'ordinary', ...facts };
  await project.does('fill', { fields, attach: [material('applicationForm')] });
  return project;
}

async function checked(facts: Fields): Promise<Process> {
  const project = await applied(facts);
  await project.does('check', { outcome: 'complete' });
  return project;
}

async function contracted(project: Process, amount = wan): Promise<void> {
  await project.does('signContract', { attach: [material('contract', { amount })] });
  await project.binds('contractor', 'builders');
  await built(project);
}

async function built(project: Process): Promise<void> {
  await project.does('begin');
  await project.does('finish');
}

async function preliminary(project: Process, outcome: string): Promise<void> {
  await project.does('askPreliminary', { attach: [material('testReport', { verdict: 'passed' })] });
  await project.does('preliminaryPanel', { outcome });
}

async function fundedByFinance(project: Process, reviewedSum: number): Promise<void> {
  await project.does('report', { attach: [material('budgetBook')] });
  await project.does('settle', { outcome: 'passed', fields: { reviewedSum } });
}

/** From the approval to the end of the trial run. */
async function toCompletion(project: Process, days: number): Promise<void> {
  await contracted(project);
  await project.does('askContract');
  await project.does('checkContract', { outcome: 'passed' });
  await preliminary(project, 'passed');
  await project.does('enterTrial', { outcome: 'started' });
  await jia.time.sleep(`${String(days)} days`);
  await project.does('leaveTrial', { outcome: 'stable' });
}

test.each([
  ['software', 25 * wan - 1, 'outOfScope'],
  ['software', 25 * wan, 'procurement'],
  ['services', 15 * wan - 1, 'outOfScope'],
  ['services', 15 * wan, 'procurement'],
  ['software', 90 * wan - 1, 'procurement'],
  ['software', 90 * wan, 'review'],
  ['hardware', 120 * wan - 1, 'procurement'],
  ['hardware', 120 * wan, 'review'],
  ['works', 60 * wan - 1, 'procurement'],
  ['works', 60 * wan, 'review'],
])('%s of %d fen goes to %s, to the fen', async (buildKind, budget, to) => {
  const project = await applied({ buildKind, budget });
  const [right, wrong] =
    to === 'outOfScope' ? (['outOfScope', 'complete'] as const) : (['complete', 'outOfScope'] as const);
  expect(await project.refused('check', { outcome: wrong })).toHaveLength(1);
  await project.does('check', { outcome: right });
  expect(await project.where()).toBe(to);
});

test('exactly at the upper bound the data bureau approves; one fen above, the city government does', async () => {
  const decider = async (budget: number) => {
    const project = await checked({ budget });
    await project.does('assess');
    return (await project.state()).open?.step;
  };
  expect(await decider(1800 * wan)).toBe('decideBureau');
  expect(await decider(1800 * wan + 1)).toBe('decideCity');
});

test('reviewers come by the class of the data and the kind of the project', async () => {
  const seats = async (facts: Fields) => (await checked({ budget: 500 * wan, ...facts })).seats();
  expect(await seats({})).toEqual(['dataBureau']);
  expect(await seats({ dataClass: 'important' })).toEqual(['dataBureau', 'securityOffice']);
  expect(await seats({ dataClass: 'core', buildKind: 'works' })).toEqual([
    'dataBureau',
    'reformBureau',
    'securityOffice',
    'cryptographyBureau',
  ]);
});

test('a filed project gets a receipt and walks the merged acceptance: preliminary, trial, permission, use', async () => {
  const project = await checked({ budget: 80 * wan });
  expect((await project.state()).documents?.map(({ document }) => document)).toEqual(['filingReceipt']);
  await contracted(project);
  expect(await project.where()).toBe('preliminary');
  await preliminary(project, 'failed');
  expect(await project.where()).toBe('rectify');
  await project.does('order');
  await project.does('fix');
  await project.does('recheck', { outcome: 'returned' });
  await project.does('fix');
  await project.does('recheck', { outcome: 'fixed' });
  await preliminary(project, 'passed');
  await project.does('enterTrial', { outcome: 'started' });
  const from = await today(jia);
  expect((await project.clock('trial/trialMinimum')).due).toBe(addDays(from, 100));
  await jia.time.sleep('99 days');
  expect(await project.refused('leaveTrial', { outcome: 'stable' })).toEqual(['clock/not-before']);
  await jia.time.sleep('1 day');
  await project.does('leaveTrial', { outcome: 'stable' });
  expect(await project.where()).toBe('useLeave');
  await project.does('askUse');
  await project.does('permit', { outcome: 'passed' });
  await project.does('putInUse');
  expect((await project.state()).status).toBe('inUse');
  expect(await project.faults()).toEqual([]);
});

test('an approved project is reviewed by finance, and the data bureau alone decides its completion as chair, in four outcomes', async () => {
  const project = await checked({ budget: 1800 * wan });
  await project.does('assess');
  await project.does('decideBureau', { outcome: 'returned' });
  await project.does('improve', { attach: [material('improvedScheme')] });
  await project.does('assess');
  await project.does('decideBureau', { outcome: 'approved' });
  await project.does('report', { attach: [material('budgetBook')] });
  const settled = (reviewedSum: number) => ({ outcome: 'passed', fields: { reviewedSum } });
  expect(await project.refused('settle', settled(1800 * wan + 1))).toEqual(['aboveBudget']);
  await project.does('settle', settled(1800 * wan));
  expect(await project.where()).toBe('procurement');
  await toCompletion(project, 101);
  const asks = () => project.does('askCompletion', { attach: [material('finalReport')] });
  const panel = async (chair: string) => {
    await project.does('panelBureau', { role: 'expert', outcome: 'failed' });
    await project.does('panelBureau', { role: 'dataBureau', outcome: chair });
  };
  await asks();
  await panel('reconsideration');
  await project.does('again');
  await asks();
  await panel('passedAfterFixes');
  expect(await project.where()).toBe('repairs');
  await project.does('orderRepairs');
  await project.does('repair');
  await project.does('recheckRepairs', { outcome: 'failed' });
  expect(await project.where()).toBe('completion');
  await asks();
  await panel('failed');
  expect(await project.where()).toBe('rectify');
  await project.does('order');
  await project.does('fix');
  await project.does('recheck', { outcome: 'fixed' });
  await preliminary(project, 'passed');
  await project.does('enterTrial', { outcome: 'started' });
  await jia.time.sleep('101 days');
  await project.does('leaveTrial', { outcome: 'stable' });
  await asks();
  await panel('passed');
  expect(await project.where()).toBe('useLeave');
  await project.does('askUse');
  await project.does('permit', { outcome: 'failed' });
  expect(await project.where()).toBe('repairs');
  await project.does('orderRepairs');
  await project.does('repair');
  await project.does('recheckRepairs', { outcome: 'fixed' });
  await project.does('askUse');
  await project.does('permit', { outcome: 'passed' });
  await project.does('putInUse');
  expect((await project.state()).status).toBe('inUse');
  expect(await project.faults()).toEqual([]);
});

test('above the bound the estimate is approved as a stage of its own, to the fen, and development and reform chairs the acceptance', async () => {
  const project = await checked({ budget: 2000 * wan, buildKind: 'works' });
  await project.does('assess');
  await project.does('decideCity', { outcome: 'approved' });
  await fundedByFinance(project, 1000 * wan);
  expect(await project.where()).toBe('estimate');
  const proposes = (approvedEstimate: number) => ({ fields: { approvedEstimate } });
  expect(await project.refused('propose', proposes(1070 * wan + 1))).toEqual(['estimateTooHigh']);
  await project.does('propose', proposes(1070 * wan));
  await project.does('approveEstimate', { outcome: 'approved' });
  await toCompletion(project, 46);
  await project.does('askCompletion', { attach: [material('finalReport')] });
  expect((await project.seats()).filter((role) => role === 'expert')).toHaveLength(5);
  await project.does('panelReform', { role: 'dataBureau', outcome: 'failed' });
  await project.does('panelReform', { role: 'expert', outcome: 'failed' });
  await project.does('panelReform', { role: 'reformBureau', outcome: 'passed' });
  expect(await project.where()).toBe('useLeave');
});

test('refusals end the project where the pack says: by the review, by finance, by the estimate', async () => {
  const first = await checked({ budget: 100 * wan });
  await first.does('assess');
  await first.does('decideBureau', { outcome: 'rejected' });
  expect(await first.where()).toBe('rejected');
  const second = await checked({ budget: 100 * wan });
  await second.does('assess');
  await second.does('decideBureau', { outcome: 'approved' });
  await second.does('report', { attach: [material('budgetBook')] });
  await second.does('settle', { outcome: 'failed' });
  expect(await second.where()).toBe('rejected');
});

test('an approval holds through its last day; after eighteen months without a contract the project expires by itself', async () => {
  const project = await checked({ budget: 100 * wan });
  await project.does('assess');
  await project.does('decideBureau', { outcome: 'approved' });
  const from = await today(jia);
  const clock = await project.clock('review/approvalValid');
  expect([clock.kind, clock.due]).toEqual(['validity', addMonths(from, 18)]);
  const left = Date.parse(clock.wakeAt) - (await jia.time.currentTimeMs());
  await jia.time.sleep(left - 3_600_000);
  expect(await project.where()).toBe('fiscal');
  await jia.time.sleep('4 hours');
  await project.becomes(({ status }) => status === 'expired');
  expect(await project.faults()).toEqual([]);
});

test('a contract within the validity ends it', async () => {
  const project = await checked({ budget: 100 * wan });
  await project.does('assess');
  await project.does('decideBureau', { outcome: 'approved' });
  await fundedByFinance(project, 100 * wan);
  const over = material('contract', { amount: 100 * wan + 1 });
  expect(await project.refused('signContract', { attach: [over] })).toEqual(['overBudget']);
  await project.does('signContract', { attach: [material('contract', { amount: 100 * wan })] });
  expect((await project.clock('review/approvalValid')).status).toBe('met');
});
