/** Votes of one step over HTTP: nine at once, one outcome, a late vote told who decided; abstaining; taking back a vote while others are out. */
import { hashPassword } from '../../api/passwords';
import { records } from '../../models/process-schemas';
import { addPerson, password, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { panelPack } from './votes-pack';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;
const judges = Array.from({ length: 9 }, (_, index) => `judge${String(index)}`);
const packs = [
  panelPack('one', { rule: 'any' }, 9),
  panelPack('most', { rule: 'majority', abstain: 'notCounted' }, 3),
];

beforeAll(async () => {
  house = await startApi();
  for (const pack of packs) await publish(pack);
  const hash = await hashPassword(password);
  const posts = (post: string) => packs.map(({ ref }) => ({ jurisdiction: ref.id, post }));
  for (const name of judges) await addPerson(name, { org: 'org-bureau', posts: posts('judge') }, hash);
  await addPerson('head', { org: 'org-bureau', posts: posts('head') }, hash);
  await signIn(...judges, 'clerk', 'head');
  stopWorker = await startApiWorker(house.taskQueue);
}, 120_000);

afterAll(async () => {
  await stopWorker();
  await house.close();
});

const { post, signIn, upload } = callersOf(() => house);
const act = (who: string, task: string, body: object) => post(who, `/api/tasks/${task}/actions`, body);
const votes = (who: string, task: string, outcome = 'agreed') =>
  act(who, task, { action: 'decide', outcome });

/** A project before its panel: its id and the tasks of the seats. */
async function atPanel(jurisdiction: string): Promise<{ project: string; seats: string[] }> {
  const facts = { budget: 300 };
  const made = await post('clerk', '/api/projects', { jurisdiction, name: '表决项目', facts });
  const project = String(made.body.id);
  await upload('clerk', `/api/projects/${project}`, 'form');
  const submitted = await post('clerk', `/api/projects/${project}/actions`, { action: 'submit' });
  const seats = (submitted.body.project.openTasks as { id: string }[]).map(({ id }) => id);
  return { project, seats };
}

test('nine votes at once get nine answers and one outcome, and whoever was late is told who decided', async () => {
  const { project, seats } = await atPanel('one');
  expect(seats).toHaveLength(9);
  const answers = await Promise.all(judges.map((who, index) => votes(who, seats[index] ?? '')));
  const won = answers.filter(({ status }) => status === 200);
  const late = answers.filter(({ status }) => status !== 200);
  expect([won.length, late.length]).toEqual([1, 8]);
  const winner = `名${judges[answers.findIndex(({ status }) => status === 200)] ?? ''}`;
  for (const { status, body } of late) {
    expect([status, body.code, body.params.decidedBy, body.params.outcome]).toEqual([
      409,
      'task/closed',
      winner,
      'agreed',
    ]);
    expect(body.detail).toContain(`已由${winner}办理`);
    expect(body.detail).toContain(`already decided by ${winner}`);
  }
  const decided = { 'events.type': 'decided', 'events.outcome': 'agreed' };
  expect(await records.countDocuments({ workflowId: `project/${project}`, ...decided })).toBe(1);
});

test('a vote that comes after the project is over hears who decided too', async () => {
  const { seats } = await atPanel('one');
  const first = await votes('judge0', seats[0] ?? '');
  const head = String(first.body.project.openTasks[0].id);
  expect((await votes('head', head, 'closed')).body.project.status).toBe('filed');
  const late = await votes('judge1', seats[1] ?? '');
  expect([late.status, late.body.code, late.body.params.decidedBy]).toEqual([
    409,
    'project/over',
    '名judge0',
  ]);
  expect(late.body.errors[0].detail).toContain('already decided by 名judge0');
});

test('a seat may abstain where the pack lets it, and those who voted decide', async () => {
  const { seats } = await atPanel('most');
  const [one = '', two = '', three = ''] = seats;
  await votes('judge0', one, 'abstained');
  await votes('judge1', two, 'abstained');
  const last = await votes('judge2', three);
  expect(last.body.project.openTasks).toMatchObject([{ step: 'last' }]);
  const barred = await atPanel('one');
  expect((await votes('judge0', barred.seats[0] ?? '', 'abstained')).body.code).toBe('task/unknown-outcome');
});

test('a vote is taken back while colleagues are still out and after the step closed, never once somebody decided after it', async () => {
  const { seats } = await atPanel('most');
  const [one = '', two = '', three = ''] = seats;
  await votes('judge0', one, 'refused');
  const back = await act('judge0', one, { action: 'takeBack' });
  expect(back.status).toBe(200);
  expect(back.body.nextTask).toMatchObject({ id: one, status: 'open' });
  await votes('judge0', one);
  await votes('judge1', two);
  const closing = await votes('judge2', three, 'refused');
  expect(closing.body.project.openTasks).toMatchObject([{ step: 'last' }]);
  const reopened = await act('judge2', three, { action: 'takeBack' });
  expect(reopened.body.project.openTasks).toMatchObject([{ id: three, step: 'panel' }]);
  const again = await votes('judge2', three);
  await votes('head', String(again.body.project.openTasks[0].id), 'closed');
  expect((await act('judge2', three, { action: 'takeBack' })).body.code).toBe('project/over');
});
