/** Every clock of every committed pack on the time-skipping server: runs, fires on its day, and what follows. */
import { dateOf, millisOf } from '../../domain/clocks/dates';
import { isOver } from '../../domain/project/life';
import type { ClockState, ProcessState } from '../../domain/project/state';
import { openTasksOf } from '../../domain/project/task';
import { until } from '../../embedded/wait';
import { compareViews } from '../../models/rebuild';
import { records, runs } from '../../models/process-schemas';
import { openCaseOf } from '../walks/case-opening';
import { packs } from '../walks/packs';
import { beginProject, startGrounds, type Grounds } from '../walks/time-skipping-ground';
import { timersOf, type Timer } from '../walks/timers';
import { decideNext, holderOf, newWalk, walkUntil, type Ground, type Walk } from '../walks/walker';
import { stateOf } from './house';

let grounds: Grounds;
beforeAll(async () => {
  grounds = await startGrounds();
});
afterAll(async () => {
  await grounds.close();
});

interface Running {
  readonly timer: Timer;
  readonly walk: Walk;
  /** As it stood when its clocks had started. */
  readonly before: ProcessState;
}

const keyOf = ({ of }: Timer, name: string): string => `${of}/${name}`;

/** Walks until every clock of the group runs. */
async function started(ground: Ground, timer: Timer, made: Map<string, string>): Promise<Running> {
  const id =
    timer.kind === 'stage'
      ? await beginProject(grounds, ground)
      : await openCaseOf(grounds, ground, timer.of, made);
  const walk = newWalk(id, timer.wishes);
  const run = (state: ProcessState) =>
    timer.clocks.every(({ name }) => state.clocks[keyOf(timer, name)]?.status === 'running');
  const before = await walkUntil(ground, walk, run);
  const statuses = timer.clocks.map(({ name }) => [name, before.clocks[keyOf(timer, name)]?.status]);
  expect([id, statuses]).toEqual([id, timer.clocks.map(({ name }) => [name, 'running'])]);
  return { timer, walk, before };
}

/** A date from which alone something may be done holds it back until then. */
async function holdsBack(ground: Ground, { timer, walk, before }: Running): Promise<void> {
  const waits = (date: string) => Promise.reject(new Error(`waits for ${date}`));
  for (const { name } of timer.clocks.filter(({ kind }) => kind === 'notBefore')) {
    const { due = '' } = before.clocks[keyOf(timer, name)] ?? {};
    const held = { ...ground, waitUntil: waits };
    await expect(decideNext(held, walk, await stateOf(walk.id))).rejects.toThrow(`waits for ${due}`);
    expect(walk.waited).toContain(keyOf(timer, name));
  }
}

/** The days on which the record says that a clock was reached. */
async function firedOn(workflowId: string, key: string): Promise<string[]> {
  const lines = await records.find({ workflowId, 'events.type': 'clockChanged', 'events.key': key }).lean();
  return lines
    .filter(({ events }) =>
      events.some((event) => event.type === 'clockChanged' && event.key === key && hasFired(event.change)),
    )
    .map(({ at }) => dateOf(at));
}

const hasFired = ({ status, due }: Partial<ClockState>): boolean =>
  status === 'reached' || (status === 'running' && due !== undefined);

/** What became of a clock when its day had come. */
async function standing({ timer, walk, before }: Running, name: string) {
  const key = keyOf(timer, name);
  const was = before.clocks[key];
  const clock = (await stateOf(walk.id)).clocks[key];
  const day = was === undefined ? '' : dateOf(was.wakeAt);
  const [first] = await firedOn(walk.id, key);
  const moved = clock !== undefined && was !== undefined && clock.due > was.due;
  return {
    clock: key,
    onItsDay: first === day,
    ...(moved ? { goesOn: clock.status } : { is: clock?.status, late: clock?.overdue ?? false }),
  };
}

const expectedOf = (timer: Timer, name: string, kind: string) => ({
  clock: keyOf(timer, name),
  onItsDay: true,
  ...(kind === 'recurring' ? { goesOn: 'running' } : { is: 'reached', late: kind === 'deadline' }),
});

/** The case that a recurring clock opens about a project, or beside a case that stands alone. */
async function opens({ timer, walk, before }: Running): Promise<string[]> {
  const wanted = timer.clocks.flatMap(({ then }) =>
    then.flatMap((each) => (each.do === 'open' ? [each.case] : [])),
  );
  const about =
    before.kind === 'project' ? { 'state.projectId': before.id } : { 'state.owner': before.owner };
  const seen = async (type: string) =>
    (await runs.countDocuments({ ...about, 'state.caseType': type, 'state.pack': before.pack })) > 0;
  const missing = [];
  for (const type of wanted)
    if (!(await until(() => seen(type), { deadlineMs: 60_000 }))) missing.push(`${walk.id}: ${type}`);
  return missing;
}

/** A clock decides nothing: the same people are asked after it ran out. */
async function asksTheSame({ walk, before, timer }: Running): Promise<void> {
  const ids = (state: ProcessState) => openTasksOf(state).map(({ id }) => id);
  expect([timer.of, ids(await stateOf(walk.id))]).toEqual([timer.of, ids(before)]);
}

/** What is late is brought to its end all the same; a project in use ends by the power of the pack. */
async function toTheEnd(ground: Ground, walk: Walk): Promise<string> {
  const { status, kind } = await walkUntil(ground, walk, (state) => state.status === 'inUse');
  if (kind === 'case') return isOver({ status }) ? 'over' : status;
  const [role = ''] = ground.pack.powers['terminate'] ?? [];
  const holder = holderOf({
    id: 'ends',
    key: `post:${ground.pack.ref.id}/${ground.pack.roles[role]?.id ?? role}`,
  });
  await ground.act(walk.id, holder, { type: 'terminate', comment: '演练结束' });
  return isOver(await stateOf(walk.id)) ? 'over' : 'goes on';
}

const table = packs.map((pack) => [pack.ref.id, pack] as const);

test.each(table)(
  'every clock of %s runs, fires on its day, decides nothing and lets follow what the pack says',
  async (_id, pack) => {
    const ground = grounds.on(pack);
    const made = new Map<string, string>();
    const running: Running[] = [];
    for (const timer of timersOf(pack)) {
      const each = await started(ground, timer, made);
      await holdsBack(ground, each);
      running.push(each);
    }
    const wakes = running.flatMap(({ timer, before }) =>
      timer.clocks.map(({ name }) => before.clocks[keyOf(timer, name)]?.wakeAt ?? ''),
    );
    const last = wakes.sort((a, b) => millisOf(a) - millisOf(b)).at(-1);
    if (last !== undefined) await ground.waitUntil(dateOf(last));
    for (const each of running) {
      for (const { name, kind } of each.timer.clocks) {
        const wanted = expectedOf(each.timer, name, kind);
        await until(async () => (await standing(each, name)).onItsDay, { deadlineMs: 60_000 });
        expect(await standing(each, name)).toEqual(wanted);
      }
      await asksTheSame(each);
      expect(await opens(each)).toEqual([]);
    }
    for (const each of running)
      expect([each.walk.id, await toTheEnd(ground, each.walk)]).toEqual([each.walk.id, 'over']);
    for (const project of made.values())
      expect([project, await toTheEnd(ground, newWalk(project))]).toEqual([project, 'over']);
  },
  // Dozens of processes and years of legal time, on a machine that may be busy.
  400_000,
);

test('the table holds every clock of every pack, and the views are what the record says', async () => {
  for (const pack of packs) {
    const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];
    const all = bodies.flatMap(({ clocks }) => Object.values(clocks));
    expect(timersOf(pack).flatMap(({ clocks }) => clocks)).toEqual(expect.arrayContaining(all));
  }
  expect((await compareViews()).differences).toEqual([]);
});
