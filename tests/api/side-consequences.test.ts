/** Consequences of side processes over HTTP, under Xiangtan's measure: an incident freezes the acceptance, an evaluation weighs on the money; each with its article and what lifts it. */
import { engineRules } from '../../api/engine';
import { Problem } from '../../api/problem';
import { dateOf } from '../../domain/clocks/dates';
import { newCase } from '../../domain/project/new-case';
import { newProcess, type ProcessState } from '../../domain/project/state';
import { until } from '../../embedded/wait';
import { verifyChain } from '../../models/records';
import { policy } from '../domain/project/world';
import { uniqueName } from '../rig/rig';
import { draftFacts } from '../walks/dossier';
import { bindParties, newWalk, walkUntil, type Ground } from '../walks/walker';
import { command, stateOf } from '../workflows/house';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

const pack = policy('xiangtan.yaml');
const jurisdiction = pack.ref.id;
const today = () => dateOf(new Date().toISOString());
let house: ApiRig;
let stopWorker: () => Promise<void>;

/** Whoever holds the next task decides by the rules; only the acts in question are sent over HTTP. */
const ground: Ground = {
  pack,
  state: stateOf,
  now: () => Promise.resolve(new Date().toISOString()),
  act: (workflowId, actor, act) =>
    house.api.door.act(workflowId, command(actor, act)).then(
      () => [],
      (error: unknown) => {
        if (error instanceof Problem) return error.refusals;
        throw error;
      },
    ),
  waitUntil: (date) => Promise.reject(new Error(`nothing here waits for ${date}`)),
};

beforeAll(async () => {
  house = await startApi();
  await publish(pack);
  await addPerson('officer', { org: 'org-bureau', posts: [{ jurisdiction, post: 'competentAuthority' }] });
  await addPerson('treasurer', { org: 'org-treasury', posts: [{ jurisdiction, post: 'financeAuthority' }] });
  await signIn('clerk', 'officer', 'treasurer');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, get, upload } = callersOf(() => house);

async function walk(
  workflowId: string,
  reached: (state: ProcessState) => boolean,
  facts = {},
): Promise<void> {
  expect(reached(await walkUntil(ground, newWalk(workflowId, {}, facts), reached))).toBe(true);
}

async function openByItself(state: ProcessState): Promise<void> {
  const system = { id: 'system', name: '系统', org: 'system', keys: [], system: true } as const;
  await house.api.door.open(await engineRules.newRun(state, pack), command(system, { type: 'open' }));
}

/** A case that falls due: nobody opens it, and nobody has handed it in. */
async function openDue(type: string, projectId: string): Promise<string> {
  const project = await stateOf(`project/${projectId}`);
  const [id, row, at] = [`${projectId}-${type}-due`, pack.cases[type], new Date().toISOString()];
  if (row === undefined) throw new Error(`no case ${type}`);
  const { owner } = project;
  const opening = { id, type, row, roles: pack.roles, pack: pack.ref, project, jurisdiction, owner };
  await openByItself(newProcess(newCase({ ...opening, facts: {}, at })));
  return id;
}

/** A project of the clerk's office, with its parties. */
async function begin(): Promise<string> {
  const id = uniqueName('P');
  const workflowId = `project/${id}`;
  const owner = { org: 'org-office', orgZh: '处室', person: { id: 'clerk', name: 'clerk' } };
  const at = new Date().toISOString();
  const facts = draftFacts(pack.facts, today());
  const start = {
    workflowId,
    subject: workflowId,
    kind: 'project',
    id,
    name: '项目',
    at,
    owner,
    facts,
  } as const;
  await openByItself(newProcess({ ...start, pack: pack.ref, jurisdiction }));
  await bindParties(ground, workflowId);
  return id;
}

async function openCase(who: string, type: string, projectId: string, facts: object): Promise<string> {
  const { status, body } = await post(who, '/api/cases', { type, jurisdiction, projectId, facts });
  expect([status, body.code]).toEqual([201, undefined]);
  return String(body.id);
}

async function decideAs(who: string, path: string, more: object) {
  const { body } = await get(who, path);
  const task = String(body.openTasks[0].id);
  return post(who, `/api/tasks/${task}/actions`, { action: 'decide', comment: '意见', ...more });
}

/** Codes, articles and what is missing of everything an answer was refused for. */
const refusedFor = ({ body }: { body: { errors?: { code: string; basis: string }[] } }) =>
  (body.errors ?? []).map(({ code, basis }) => [code, basis]);

let project: string;
const closed = ({ status }: ProcessState) => status === 'closed';

test('an open incident freezes the acceptance of its project; dealt with, the same request is taken (XT-30.1)', async () => {
  project = await begin();
  const path = `/api/projects/${project}`;
  await walk(`project/${project}`, ({ run }) => run === 'acceptance');
  const other = await begin();
  const facts = { incident: '网页被篡改', foundOn: today() };
  const incident = await openCase('clerk', 'securityIncident', project, facts);
  expect((await decideAs('clerk', `/api/cases/${incident}`, {})).status).toBe(200);
  const materials = [await upload('clerk', path, 'acceptanceApplication')];

  const refused = await decideAs('clerk', path, { materials });
  expect([refused.status, refusedFor(refused)]).toEqual([422, [['incidentOpen', 'XT-30.1']]]);
  const said = refused.body.errors[0];
  expect(JSON.stringify(said)).toContain('处置办结后恢复');
  expect(JSON.stringify(said)).toContain('securityIncident');
  expect((await stateOf(`project/${other}`)).run).toBe('application');

  await walk(`case/${incident}`, closed);
  expect((await decideAs('clerk', path, { materials })).status).toBe(200);
  await walk(`project/${project}`, ({ status }) => status === 'inUse');
});

test('an assessment that is due bars the money, a low score bars it until an exception is made, and all of it is on the record (XT-33.2)', async () => {
  const money = await openCase('clerk', 'fundApplication', project, { amount: 100 });
  const path = `/api/cases/${money}`;
  expect((await decideAs('clerk', path, {})).status).toBe(200);
  const assessment = await openDue('performanceAssessment', project);
  const grant = { outcome: 'granted', fields: { findings: { lastPerformance: '见通报' } } };
  const early = await decideAs('treasurer', path, grant);
  expect([early.status, refusedFor(early)]).toEqual([422, [['assessmentOpen', 'XT-33.2']]]);
  expect(JSON.stringify(early.body)).toContain('考核办结后恢复');

  await walk(`case/${assessment}`, closed, { score: 40 });
  const scored = async () => (await stateOf(`project/${project}`)).facts['lastScore'] === 40;
  expect(await until(scored, { deadlineMs: 30_000 })).toBe(true);
  const low = await decideAs('treasurer', path, grant);
  expect([low.status, refusedFor(low)]).toEqual([422, [['scoreTooLow', 'XT-33.2']]]);
  expect(JSON.stringify(low.body)).toContain('主管部门准予例外后恢复');

  const waive = { action: 'waive', comment: '民生系统，须维持', fields: { code: 'scoreTooLow' } };
  expect((await post('clerk', `${path}/actions`, waive)).status).toBe(403);
  expect((await post('officer', `${path}/actions`, waive)).status).toBe(200);
  const granted = await decideAs('treasurer', path, grant);
  expect([granted.status, granted.body.case.status]).toEqual([200, 'closed']);
  expect((await verifyChain(`project/${project}`)).faults).toEqual([]);
});
