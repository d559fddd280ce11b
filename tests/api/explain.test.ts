/** Every date says over HTTP, in Chinese and English, how it came about: in the view, after every answer, and in the timeline. */
import { addDays, dateOf } from '../../domain/clocks/dates';
import type { Words } from '../../domain/clocks/explain';
import type { ClockState } from '../../domain/project/state';
import { until } from '../../embedded/wait';
import { smallPack } from '../workflows/small-pack';
import { addPerson, startApi, type ApiRig } from './api-rig';
import { startApiWorker } from './api-worker';
import { callersOf } from './callers';
import { publish } from '../rig/publish';

let house: ApiRig;
let stopWorker: () => Promise<void>;

beforeAll(async () => {
  house = await startApi();
  await publish(smallPack);
  await addPerson('checker', { org: 'org-bureau', posts: [{ jurisdiction: 'mini', post: 'checker' }] });
  await signIn('clerk', 'checker', 'admin');
  stopWorker = await startApiWorker(house.taskQueue);
});
afterAll(async () => {
  await stopWorker();
  await house.close();
});

const callers = callersOf(() => house);
const { post, signIn } = callers;
const get = (path: string) => callers.get('clerk', path);

interface Explained extends ClockState {
  readonly explain: Words;
}

async function clockOf(id: string): Promise<Explained> {
  const { body } = await get(`/api/projects/${id}`);
  const [clock] = body.clocks as Explained[];
  if (clock === undefined) throw new Error(`${id} has no clock`);
  return clock;
}

async function handedIn(): Promise<string> {
  const facts = { budget: 500 };
  const made = await post('clerk', '/api/projects', { jurisdiction: 'mini', name: '试点项目', facts });
  const id = String(made.body.id);
  expect((await post('clerk', `/api/projects/${id}/actions`, { action: 'submit' })).status).toBe(200);
  return id;
}

const start = ({ from }: ClockState): Words => ({
  zh: `自 ${from} 起(当日不计,民法典第二百零一条)5 日`,
  en: `5 days from ${from}, that day not counted (Civil Code art. 201)`,
});

test('a clock says start, rule, date and doubt in both languages, in the view and in the timeline', async () => {
  const id = await handedIn();
  const clock = await clockOf(id);
  const { zh, en } = start(clock);
  expect(clock.explain.zh.startsWith(`${zh};`)).toBe(true);
  expect(clock.explain.en.startsWith(`${en}; `)).toBe(true);
  expect(clock.explain.zh).toContain(`截止日 ${clock.due},当日仍可办理;暂定:所经年度的放假安排尚未公布`);
  expect(clock.explain.en).toContain(
    `due ${clock.due}, that day included; provisional: the days off of a year it runs through are not published yet`,
  );
  const { body } = await get(`/api/projects/${id}/timeline`);
  const items = body.items as { what: string; explain?: Words }[];
  const started = items.filter(({ what }) => what === 'clockStarted');
  expect(started).toEqual([expect.objectContaining({ clock: 'checkInTime', explain: clock.explain })]);
  expect(items.filter(({ explain }) => explain !== undefined)).toHaveLength(1);
});

test('a published year ends the doubt, and the roll past the days off is told with its article', async () => {
  const id = await handedIn();
  const before = await clockOf(id);
  const end = addDays(before.from, 5);
  const days = [end, addDays(end, 1)];
  for (const year of new Set(days.map((day) => Number(day.slice(0, 4))))) {
    const own = days.filter((day) => day.startsWith(String(year)));
    const source = { zh: '放假通知', number: '1号', published: '2026-11-05' };
    const file = { year, source, off: own, work: [], reason: '国务院办公厅已公布' };
    expect((await post('admin', '/api/calendars', file)).status).toBe(201);
  }
  const isTold = async () => (await clockOf(id)).due > addDays(end, 1);
  expect(await until(isTold, { deadlineMs: 60_000, everyMs: 100 })).toBe(true);
  const after = await clockOf(id);
  const fromStart = start(after);
  for (const language of ['zh', 'en'] as const)
    expect(after.explain[language].startsWith(fromStart[language])).toBe(true);
  expect(after.explain.zh).toContain(
    `期限最后一日 ${end} 是休息日,顺延至其后的工作日 ${after.due}(民法典第二百零三条),其间 ${end} 至 ${addDays(end, 1)}(放假)`,
  );
  expect(after.explain.en).toContain(
    `its last day ${end} is a day off, so it ends on the next working day ${after.due} (Civil Code art. 203), past ${end} to ${addDays(end, 1)} (day off)`,
  );
  expect(after.explain.zh).toContain(`日历版本 ${after.why.calendar ?? ''}`);
  expect(after.explain.zh).not.toContain('暂定');
  const { body } = await get(`/api/projects/${id}/timeline`);
  const changed = (body.items as { what: string; explain?: Words }[]).filter(
    ({ what }) => what === 'clockChanged',
  );
  expect(changed.at(-1)?.explain).toEqual(after.explain);
});

test('the answer of a suspension says since when and why the clock stands still', async () => {
  const id = await handedIn();
  const answer = await post('checker', `/api/projects/${id}/actions`, {
    action: 'suspend',
    comment: '资金核查',
  });
  const [clock] = answer.body.project.clocks as Explained[];
  const today = dateOf(String(answer.body.result.at));
  expect(clock?.explain.zh).toContain(`自 ${today} 起停止计时`);
  expect(clock?.explain.en).toContain(`standing still since ${today}`);
});
