/** Invented city 丁 on real servers: pool and supplementary plan, tests by users and of openness, registration, consequences, decommissioning. */
import { material } from '../domain/project/world';
import type { Fields } from '../../domain/project/commands';
import { begin, beginCase, openedCase, startCity, type City, type Process } from './drive';

let ding: City;
beforeAll(async () => {
  ding = await startCity('ding.yaml');
});
afterAll(async () => {
  await ding.close();
});

async function pooled(): Promise<Process> {
  const project = await begin(ding);
  await project.does('propose');
  await project.does('pool', { outcome: 'returned' });
  await project.does('propose');
  await project.does('pool', { outcome: 'pooled' });
  return project;
}

async function toAcceptance(): Promise<Process> {
  const project = await pooled();
  await project.does('list', { outcome: 'listed' });
  await project.does('apply');
  await project.does('approve', { outcome: 'approved' });
  return project;
}

async function tested(project: Process, fields: Fields): Promise<void> {
  await project.does('request', { fields });
  await project.does('tryOut');
}

async function inUse(): Promise<Process> {
  const project = await toAcceptance();
  await tested(project, { sharing: true, satisfaction: 83 });
  await project.does('judge', { outcome: 'passed' });
  await project.does('use');
  return project;
}

test('a candidate leaves the pool by the plan, by the supplementary plan after one refusal, or not at all', async () => {
  const out = await begin(ding);
  await out.does('propose');
  await out.does('pool', { outcome: 'notPooled' });
  expect(await out.where()).toBe('rejected');
  const late = await pooled();
  await late.does('list', { outcome: 'supplemented' });
  await late.does('supplement', { outcome: 'refused' });
  await late.does('list', { outcome: 'supplemented' });
  await late.does('supplement', { outcome: 'supplemented' });
  expect(await late.where()).toBe('application');
  const never = await pooled();
  await never.does('list', { outcome: 'rejected' });
  expect(await never.where()).toBe('rejected');
});

test('without sharing and opening its data, or with 82 % of content users, nothing passes; with 83 % it does', async () => {
  const project = await toAcceptance();
  await project.does('request', { fields: { sharing: false, satisfaction: 82 } });
  expect(await project.seats()).toEqual(['userGroup', 'userGroup', 'userGroup']);
  await project.does('tryOut');
  const refused = await project.refused('judge', { outcome: 'passed' });
  expect(refused.sort()).toEqual(['notShared', 'usersUnhappy']);
  await project.does('judge', { outcome: 'failed' });
  expect(await project.where()).toBe('application');
  await project.does('apply');
  await project.does('approve', { outcome: 'approved' });
  await tested(project, { sharing: true, satisfaction: 83 });
  await project.does('judge', { outcome: 'passed' });
  expect(await project.where()).toBe('operation');
});

test('a system in use is registered by itself; without a number, below 65 points or above what its assessment allows no money is paid', async () => {
  const project = await inUse();
  const asks = async (amount: number) => {
    const upkeep = await beginCase(ding, 'upkeep', { amount }, project);
    return { upkeep, refused: await upkeep.refused('ask') };
  };
  const assessed = async (points: number) => {
    const assessment = await beginCase(ding, 'assessment', {}, project);
    await assessment.does('assess', { fields: { points, allowed: 7_000_000 } });
    await project.becomes(({ facts }) => facts['score'] === points && facts['nextBudget'] === 7_000_000);
  };
  await assessed(65);
  expect((await asks(7_000_000)).refused).toEqual(['notRegistered']);
  const registration = await openedCase(project, 'registration');
  await registration.does('register', { outcome: 'registered', fields: { number: 'D-1' } });
  await project.becomes(({ facts }) => facts['systemNumber'] === 'D-1');
  expect((await asks(7_000_001)).refused).toEqual(['aboveAllowed']);
  const { upkeep, refused } = await asks(7_000_000);
  expect(refused).toEqual([]);
  await upkeep.does('pay', { outcome: 'paid' });
  expect(await upkeep.where()).toBe('closed paid');
  await assessed(64);
  expect((await asks(1)).refused).toEqual(['scoreTooLow']);
});

test('a supplier that loses its credit stops the project, which applies again only when the credit is restored', async () => {
  const project = await pooled();
  await project.does('list', { outcome: 'listed' });
  const credit = async (outcome: string) => {
    const opened = await beginCase(ding, 'credit', {}, project);
    await opened.does('record', { outcome });
  };
  await credit('barred');
  await project.becomes(({ status }) => status === 'suspended');
  expect(await project.refused('apply')).toEqual(['project/suspended']);
  await project.life('resume', 'informationOffice');
  expect(await project.refused('apply')).toEqual(['supplierBarred']);
  await credit('fulfilled');
  await project.becomes(({ facts }) => facts['creditBarred'] === false);
  await project.does('apply');
  await project.life('terminate', 'informationOffice');
  expect(await project.where()).toBe('terminated');
});

test('at the end of its life the system is retired for good, its data handed over first', async () => {
  const project = await inUse();
  const kept = await beginCase(ding, 'decommission', {}, project);
  expect(await kept.refused('askRetire')).toEqual(['material/missing']);
  await kept.does('askRetire', { attach: [material('dataHandedOver')] });
  await kept.does('retire', { outcome: 'refused' });
  const gone = await beginCase(ding, 'decommission', {}, project);
  await gone.does('askRetire', { attach: [material('dataHandedOver')] });
  await gone.does('retire', { outcome: 'approved' });
  await project.becomes(({ status }) => status === 'retired');
  expect(await project.faults()).toEqual([]);
});
