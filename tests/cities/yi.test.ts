/** Invented city 乙 on real servers: flows by mode of building, votes with weights and a veto, a trial run without preliminary acceptance, the owner in the chair. */
import { addMonths } from '../../domain/clocks/dates';
import type { Fields } from '../../domain/project/commands';
import { begin, codesOf, startCity, today, type City, type Process } from './drive';

let yi: City;
beforeAll(async () => {
  yi = await startCity('yi.yaml');
});
afterAll(async () => {
  await yi.close();
});

async function asked(fields: Fields): Promise<Process> {
  const project = await begin(yi);
  await project.does('ask', { fields: { publicShare: 100, ...fields } });
  return project;
}

/** The office votes with two, the five experts with one each, in this order. */
async function voted(project: Process, office: string, ...experts: readonly string[]): Promise<void> {
  for (const outcome of experts) await project.one('vote', { role: 'juror', outcome });
  await project.does('vote', { role: 'officeB', outcome: office });
}

const approved = async (project: Process) => {
  await project.does('vote', { outcome: 'approved' });
};

test('services are bought for four years at most, joint building has at least 35 % of public money', async () => {
  const project = await begin(yi);
  const refused = (fields: Fields) => project.refused('ask', { fields });
  const service = { mode: 'servicePurchase', publicShare: 100 };
  expect(await refused({ ...service, serviceYears: 5 })).toEqual(['tooManyYears']);
  expect(await refused({ mode: 'joint', publicShare: 34 })).toEqual(['tooLittlePublic']);
  await project.does('ask', { fields: { mode: 'joint', publicShare: 35 } });
  const bought = await begin(yi);
  await bought.does('ask', { fields: { ...service, serviceYears: 4 } });
  expect([await project.where(), await bought.where()]).toEqual(['jury', 'jury']);
});

const yes = 'approved';
const no = 'rejected';
test.each([
  ['five of seven', [yes, yes, yes, yes, no, no], 'contract'],
  ['four of seven', [yes, yes, yes, no, no, no], 'rejected'],
  ['five of seven, some for less', [yes, yes, 'adjusted', 'adjusted', no, no], 'contract'],
  ['five of seven, some later', [yes, yes, 'deferred', 'deferred', no, no], 'ask'],
  ['the office merges it', ['merged', yes, yes, yes, yes, yes], 'filed'],
  ['the office bars it', [no, yes, yes, yes, yes, yes], 'rejected'],
] as const)('a vote of five outcomes: %s', async (_name, [office, ...experts], to) => {
  const project = await asked({ mode: 'ownBuilding' });
  await voted(project, office, ...experts);
  expect(await project.where()).toBe(to);
});

test('a service purchase has no trial run; the owner chairs its acceptance, any expert bars it', async () => {
  const project = await asked({ mode: 'servicePurchase', serviceYears: 4 });
  await approved(project);
  await project.does('sign');
  expect(await project.where()).toBe('finalCheck');
  await project.does('requestCheck');
  await project.does('check', { role: 'projectOwner', outcome: 'passed' });
  await project.one('check', { role: 'juror', outcome: 'passed' });
  await project.does('check', { role: 'juror', outcome: 'passed' });
  await project.does('goLive');
  expect((await project.state()).status).toBe('inUse');
  expect(await project.faults()).toEqual([]);
});

test('joint building needs its partner, a review of legality and seven months of trial run, counted anew after a serious fault', async () => {
  const project = await asked({ mode: 'joint', publicShare: 35 });
  await project.binds('partner', 'org-partner');
  await approved(project);
  expect(await project.where()).toBe('legal');
  await project.does('law', { outcome: 'passed' });
  expect(await project.seats()).toEqual(['projectOwner', 'partner']);
  await project.does('sign');
  await project.does('startTrial', { outcome: 'started' });
  const from = await today(yi);
  expect((await project.clock('trialRun/least')).due).toBe(addMonths(from, 7));
  await yi.time.sleep('100 days');
  await project.faultReported();
  const again = await today(yi);
  expect((await project.clock('trialRun/least')).due).toBe(addMonths(again, 7));
  await yi.time.sleep('150 days');
  expect(await project.refused('endTrial', { outcome: 'stable' })).toEqual(['clock/not-before']);
  await yi.time.sleep('65 days');
  await project.does('endTrial', { outcome: 'stable' });
  await project.does('requestCheck');
  await project.does('check', { role: 'projectOwner', outcome: 'passed' });
  await project.one('check', { role: 'juror', outcome: 'passed' });
  await project.does('check', { role: 'juror', outcome: 'failed' });
  expect(await project.where()).toBe('trialRun');
});

test('without its partner joint building gets no contract', async () => {
  const project = await asked({ mode: 'joint', publicShare: 35 });
  await approved(project);
  expect(await codesOf(() => project.does('law', { outcome: 'passed' }))).toEqual(['partiesNotBound']);
});

test('what its contractor finances is reviewed for legality and may end there; what the city builds is not', async () => {
  const own = await asked({ mode: 'ownBuilding' });
  await approved(own);
  expect(await own.where()).toBe('contract');
  const financed = await asked({ mode: 'selfFinanced', publicShare: 0 });
  await approved(financed);
  await financed.does('law', { outcome: 'failed' });
  expect(await financed.where()).toBe('rejected');
});
