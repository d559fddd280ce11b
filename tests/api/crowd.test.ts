/** Fifty people act at random and at once over HTTP; afterwards the record, the views and the workflows agree. */
import fc from 'fast-check';
import { hashPassword } from '../../api/passwords';
import { records, runs } from '../../models/process-schemas';
import { compareViews } from '../../models/rebuild';
import { listSubjects, verifyChain } from '../../models/records';
import { isOver } from '../../domain/project/life';
import type { ProcessState } from '../../domain/project/state';
import { stateQuery } from '../../workflows/messages';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { crowdPack, offices } from './crowd-pack';
import { bodyOf, chanceAmong, viewOf, type Chance, type Outcomes } from './crowd-turns';
import { publish } from '../rig/publish';

/** New in every run, and named by the test: put it here to live the same turns again. */
const seed = Date.now() % 1_000_000;
const turnsEach = 14;
const projectCount = 20;
/** Ten applicants, eight people in each of five offices. */
const applicants = Array.from({ length: 10 }, (_, index) => `applicant${String(index)}`);
const officers = offices.flatMap((post) =>
  Array.from({ length: 8 }, (_, index) => ({ name: `${post}${String(index)}`, post })),
);
const outcomes: Outcomes = ['complete', 'returned'];
const people = [...applicants, ...officers.map(({ name }) => name)];
/** What a person may be told; anything else, above all a 5xx, is a fault. */
const expected = new Set([200, 403, 404, 409, 412, 422]);

let house: ApiRig;
let stopWorker: () => Promise<void>;
const tokens = new Map<string, string>();
const projects: string[] = [];
let keys = 0;

const post = (who: string, path: string) =>
  house.http
    .post(path)
    .set('authorization', tokens.get(who) ?? '')
    .set('idempotency-key', `crowd-${String((keys += 1))}`);

async function handIn(who: string): Promise<void> {
  const made = await post(who, '/api/projects').send({
    jurisdiction: 'crowd',
    name: '众人项目',
    facts: { budget: 300 },
  });
  const id = String(made.body.id);
  const form = await post(who, `/api/projects/${id}/materials`)
    .field('kind', 'form')
    .field('fields', '{}')
    .attach('file', Buffer.from('申报内容'), '申报书.txt');
  expect(form.status).toBe(201);
  const submitted = await post(who, `/api/projects/${id}/actions`).send({ action: 'submit' });
  // A colleague may have taken the task meanwhile.
  expect(expected).toContain(submitted.status);
  projects.push(id);
}

beforeAll(async () => {
  house = await startApi();
  await publish(crowdPack);
  const hash = await hashPassword(password);
  for (const name of applicants) await addPerson(name, {}, hash);
  for (const { name, post: id } of officers)
    await addPerson(name, { org: 'org-bureau', posts: [{ jurisdiction: 'crowd', post: id }] }, hash);
  for (const name of people) tokens.set(name, await house.tokenOf(name));
  stopWorker = await startApiWorker(house.taskQueue);
  for (let index = 0; index < projectCount; index += 1) await handIn(applicants[index % 10] ?? '');
  // Fifty sign-ins, each made slow on purpose, on a machine that may be busy.
}, 400_000);

afterAll(async () => {
  await stopWorker();
  await house.close();
});

interface Told {
  readonly status: number;
  readonly verb: string;
  readonly what: string;
  readonly commandId?: string;
}

/** Where a turn goes, and with what; undefined when the inbox is empty. */
async function aim(who: string, turn: Chance): Promise<{ path: string; body: object } | undefined> {
  if (['suspend', 'resume'].includes(turn.verb)) {
    const project = projects[turn.pick % projects.length] ?? '';
    return {
      path: `/api/projects/${project}/actions`,
      body: bodyOf(turn, { isFilling: false, someone: people[turn.to] ?? '', outcomes }),
    };
  }
  const inbox = await house.http
    .get(`/api/tasks?view=${viewOf(turn)}`)
    .set('authorization', tokens.get(who) ?? '');
  expect(inbox.status).toBe(200);
  const tasks: { id: string; step: string }[] = inbox.body.items;
  const task = tasks[turn.pick % Math.max(tasks.length, 1)];
  return (
    task && {
      path: `/api/tasks/${task.id}/actions`,
      body: bodyOf(turn, { isFilling: task.step === 'fill', someone: people[turn.to] ?? '', outcomes }),
    }
  );
}

/** One turn: look into the inbox, act on something there, or on a project as a whole. */
async function takeTurn(who: string, turn: Chance): Promise<Told | undefined> {
  const aimed = await aim(who, turn);
  if (aimed === undefined) {
    // Work must not run out: whoever submits projects and has nothing to do hands in another one.
    if (applicants.includes(who)) await handIn(who);
    return undefined;
  }
  const answer = await post(who, aimed.path).send(aimed.body);
  const what = `${who} ${aimed.path} ${JSON.stringify(aimed.body)} ${JSON.stringify(answer.body).slice(0, 300)}`;
  return { status: answer.status, verb: turn.verb, what, commandId: answer.body.result?.commandId };
}

/** What must hold of a process whatever was done to it. */
function faultsOf(state: ProcessState): string[] {
  const live = Object.values(state.tasks).filter(({ status }) => status === 'open');
  // A draft whose applicant was overtaken by a colleague is on its way too: its first task is open.
  const isOn = !isOver(state);
  const faults: string[] = [];
  if (isOn && live.length === 0)
    faults.push(`${state.id} (${state.status}): on its way, and nobody is asked`);
  if (!isOn && live.length > 0)
    faults.push(`${state.id} (${state.status}): over, and somebody is still asked`);
  for (const { person, role, act } of state.participants)
    if (person === state.owner.person.id && role !== 'projectOwner')
      faults.push(`${state.id}: ${person} ${act} own submission`);
  return faults;
}

test(`fifty people at random and at once: record, views and workflows agree (seed ${String(seed)})`, async () => {
  const turns = fc.sample(fc.noBias(chanceAmong(people.length)), {
    seed,
    numRuns: people.length * turnsEach,
  });
  const told = await Promise.all(
    people.map(async (who, index) => {
      const mine: (Told | undefined)[] = [];
      for (const turn of turns.slice(index * turnsEach, (index + 1) * turnsEach))
        mine.push(await takeTurn(who, turn));
      return mine;
    }),
  );
  const all = told.flat().filter((each) => each !== undefined);
  expect(all.filter(({ status }) => !expected.has(status))).toEqual([]);
  const done = all.filter(({ status }) => status === 200);
  // Bounds against an idle crowd, far under what it does: which turns fit is chance.
  expect(done.length).toBeGreaterThan(20);
  expect(new Set(done.map(({ verb }) => verb)).size).toBeGreaterThan(4);

  // Each answered command stands in the record exactly once.
  const ids = done.map(({ commandId }) => commandId ?? '');
  expect(new Set(ids).size).toBe(done.length);
  expect(await records.countDocuments({ commandId: { $in: ids } })).toBe(done.length);

  for (const id of projects) {
    const workflowId = `project/${id}`;
    const stored = await runs.findById(workflowId).lean();
    expect(await house.client.workflow.getHandle(workflowId).query(stateQuery)).toEqual(stored?.state);
    expect(stored && faultsOf(stored.state)).toEqual([]);
  }
  expect((await compareViews()).differences).toEqual([]);
  for (const subject of await listSubjects()) expect((await verifyChain(subject)).faults).toEqual([]);
});
