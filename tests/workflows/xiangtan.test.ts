/** A Xiangtan project on the time-skipping server: refused, returned, reviewed, failed, rectified late, accepted, in use, and what comes due a year later. */
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { Act, Actor, Fields } from '../../domain/project/commands';
import { bodyOf } from '../../domain/project/context';
import type { ProcessState, Task } from '../../domain/project/state';
import { findStep } from '../../domain/route/draft';
import { until } from '../../embedded/wait';
import { runs } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { verifyChain } from '../../models/records';
import { material } from '../domain/project/world';
import {
  cast,
  finishPapers,
  goodFacts,
  scheme,
  startPapers,
  useFacts,
  usePapers,
  xiangtan,
} from '../domain/project/xiangtan';
import { startTimeSkipping } from '../rig/time-skipping';
import { publish } from '../rig/publish';
import { uniqueName } from '../rig/rig';
import { command, common, openUnder, startHouse, stateOf, type House } from './house';

let time: TestWorkflowEnvironment;
let house: House;

beforeAll(async () => {
  time = await startTimeSkipping();
  house = await startHouse(time.address);
  await publish(xiangtan);
});
afterAll(async () => {
  await house.close();
  await time.teardown();
});

async function begin(about: { kind: 'project' } | { kind: 'case'; caseType: string; facts: Fields }) {
  const id = uniqueName('XT');
  const workflowId = `${about.kind}/${id}`;
  const start = { ...common(), pack: xiangtan.ref, jurisdiction: xiangtan.ref.id };
  const owner = { org: 'office', orgZh: '处室', person: { id: cast.owner.id, name: cast.owner.name } };
  await openUnder(house, xiangtan, {
    ...start,
    owner,
    workflowId,
    subject: workflowId,
    id,
    facts: {},
    ...about,
  });
  return workflowId;
}

interface Deciding {
  readonly outcome?: string;
  readonly fields?: Fields;
  readonly attach?: ReturnType<typeof usePapers>;
}

const mine = (actor: Actor, { tasks }: ProcessState): Task | undefined =>
  Object.values(tasks).find(({ status, key }) => status === 'open' && actor.keys.includes(key));

/** Decides the open task of a person, with a finding for whatever its step asks. */
async function decides(id: string, actor: Actor, more: Deciding = {}): Promise<ProcessState> {
  const state = await stateOf(id);
  const task = mine(actor, state);
  if (task === undefined) throw new Error(`${actor.id} has no task in ${String(state.run)}`);
  const body = bodyOf({ ...xiangtan, pack: xiangtan.ref }, state);
  const asked = (body === undefined ? undefined : findStep(body, task.step))?.step.findings ?? [];
  const findings = Object.fromEntries(asked.map((each) => [each, '符合']));
  const found = asked.length === 0 ? {} : { findings };
  const act: Act = { type: 'decide', task: task.id, comment: '意见', ...found, ...more };
  await house.door.act(id, command(actor, act));
  return stateOf(id);
}

const unmetOf = (error: unknown) =>
  (error as { refusals: { unmet?: { code: string }[] }[] }).refusals.flatMap(
    ({ unmet }) => unmet?.map(({ code }) => code) ?? [],
  );

const submits = (id: string, fields: Fields = goodFacts) =>
  house.door.act(id, command(cast.owner, { type: 'submit', fields, attach: [scheme()] }));

const binds = (id: string, role: string, org: string) =>
  house.door.act(id, command(cast.owner, { type: 'bindParty', role, org, orgZh: org }));

/** Handed in and found complete and major: the review has begun. */
async function reviewed(id: string): Promise<void> {
  const overBudget = { ...goodFacts, securityCost: 10_000_001 };
  expect(await submits(id, overBudget).catch(unmetOf)).toEqual(['securityNotInBudget']);
  await submits(id);
  expect((await decides(id, cast.authority, { outcome: 'returned' })).rounds['application']).toBe(2);
  await submits(id);
  expect((await decides(id, cast.authority, { outcome: 'complete', fields: { major: true } })).run).toBe(
    'review',
  );
}

async function built(id: string): Promise<void> {
  await decides(id, cast.experts);
  await decides(id, cast.authority, { outcome: 'returned' });
  await decides(id, cast.owner, { attach: [material('amendedScheme')] });
  await decides(id, cast.experts);
  expect((await decides(id, cast.authority, { outcome: 'passed' })).run).toBe('initiation');
  await decides(id, cast.owner);
  await decides(id, cast.approver, { outcome: 'approved' });
  await binds(id, 'contractor', 'builder');
  await decides(id, cast.owner, { attach: [material('procurementRecord')] });
  await decides(id, cast.owner, { attach: [material('contract', { amount: 9_000_000 })] });
  await binds(id, 'supervisor', 'watcher');
  await decides(id, cast.owner, { attach: startPapers() });
  await decides(id, cast.contractor, { attach: finishPapers() });
  await decides(id, cast.supervisor, { outcome: 'completed' });
  expect((await decides(id, cast.lead, { outcome: 'completed' })).run).toBe('acceptance');
}

const request = (id: string) =>
  decides(id, cast.owner, {
    attach: [
      material('acceptanceApplication'),
      material('certifiedTestReport', { verdict: 'passed' }, { org: 'lab', until: '2099-12-31' }),
    ],
  });

async function concluded(id: string, outcome: string): Promise<ProcessState> {
  await decides(id, cast.authority, { outcome });
  return decides(id, cast.department, { outcome });
}

const dayIn = async (days: number) =>
  new Date((await time.currentTimeMs()) + days * 86_400_000).toISOString().slice(0, 10);

/** The case of a type that was opened about a project by itself. */
async function openedCase(project: string, caseType: string): Promise<string> {
  const about = { 'state.projectId': project.slice('project/'.length), 'state.caseType': caseType };
  const found = async () => (await runs.collection.findOne(about)) !== null;
  expect(await until(found, { deadlineMs: 30_000 })).toBe(true);
  return String((await runs.collection.findOne(about))?._id);
}

test('a major project is returned, tested, failed, rectified late, accepted and used; a year later it is inspected and assessed (XT-7.2, XT-7.6, XT-7.7, XT-30.2, XT-33.1)', async () => {
  const id = await begin({ kind: 'project' });
  await reviewed(id);
  await built(id);
  const untested = { attach: [material('acceptanceApplication')] };
  const refused = await decides(id, cast.owner, untested).catch(unmetOf);
  expect(refused).toEqual(['material/missing', 'testNotPassed']);
  await request(id);
  expect((await concluded(id, 'failed')).run).toBe('rectify');

  await decides(id, cast.authority, { fields: { fixBy: await dayIn(10) } });
  await time.sleep('15 days');
  const isLate = async () => (await stateOf(id)).clocks['rectify/fixing']?.overdue === true;
  expect(await until(isLate, { deadlineMs: 30_000 })).toBe(true);
  await decides(id, cast.contractor, { attach: [material('rectificationReport')] });
  await decides(id, cast.supervisor, { outcome: 'fixed' });
  expect(await decides(id, cast.lead, { outcome: 'fixed' })).toMatchObject({
    run: 'acceptance',
    occurrence: 2,
  });

  await request(id);
  expect((await concluded(id, 'passed')).run).toBe('operation');
  expect((await decides(id, cast.owner, { fields: useFacts, attach: usePapers() })).status).toBe('inUse');
  expect((await house.client.workflow.getHandle(id).describe()).type).toBe('operation');

  await time.sleep('370 days');
  const inspection = await openedCase(id, 'securityInspection');
  await decides(inspection, cast.authority, { outcome: 'sound' });
  expect((await decides(inspection, cast.security, { outcome: 'sound' })).status).toBe('closed');
  const assessment = await openedCase(id, 'performanceAssessment');
  await decides(assessment, cast.authority, { fields: { score: 91 } });
  await decides(assessment, cast.authority, { attach: [material('circular')] });
  await decides(assessment, cast.finance);
  const isSet = async () => (await stateOf(id)).facts['lastScore'] === 91;
  expect(await until(isSet, { deadlineMs: 30_000 })).toBe(true);
  expect((await verifyChain(id)).faults).toEqual([]);
  expect((await compareViews()).differences).toEqual([]);
});

test('what fails the review is refused for good, and its workflow ends (XT-7.2)', async () => {
  const id = await begin({ kind: 'project' });
  await reviewed(id);
  await decides(id, cast.experts);
  expect((await decides(id, cast.authority, { outcome: 'failed' })).status).toBe('rejected');
  await house.client.workflow.getHandle(id).result();
});

test('information not published within seven days of arising is marked as late, and can still be published (XT-16.2)', async () => {
  const facts = { infoKind: 'fees', arisenOn: await dayIn(-2) };
  const id = await begin({ kind: 'case', caseType: 'publication', facts });
  await decides(id, cast.owner, { attach: [material('content')] });
  expect((await stateOf(id)).clocks['publication/publishBy']).toMatchObject({
    from: facts.arisenOn,
    status: 'running',
  });
  await time.sleep('16 days');
  const isLate = async () => (await stateOf(id)).clocks['publication/publishBy']?.overdue === true;
  expect(await until(isLate, { deadlineMs: 30_000 })).toBe(true);
  await decides(id, cast.reviewer, { outcome: 'cleared' });
  const published = await decides(id, cast.owner, { fields: { pageAddress: 'https://example.org/fees' } });
  expect(published.ended.at(-1)?.outcome).toBe('published');
});
