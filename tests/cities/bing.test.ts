/** Invented city 丙 on real servers: every shape of clock, clocks that a case stops, contracts and batches, money by source, a measure with an end. */
import { addDays, addMonths } from '../../domain/clocks/dates';
import { explainClock } from '../../domain/clocks/explain';
import type { Fields } from '../../domain/project/commands';
import { findPackInForce } from '../../models/packs';
import { begin, beginCase, openedCase, startCity, today, type City, type Process } from './drive';

let bing: City;
beforeAll(async () => {
  bing = await startCity('bing.yaml');
});
afterAll(async () => {
  await bing.close();
});

const budget = 100_000_000;
const good: Fields = {
  budget,
  ownMoney: 12_000_000,
  funding: [
    { source: 'city', money: 58_000_000 },
    { source: 'province', money: 30_000_000 },
    { source: 'own', money: 12_000_000 },
  ],
  contracts: [
    { contractName: '软件', contractSum: 60_000_000 },
    { contractName: '硬件', contractSum: 30_000_000 },
  ],
};

async function toProcurement(): Promise<Process> {
  const project = await begin(bing);
  await project.does('apply', { fields: good });
  await project.does('take', { outcome: 'passed' });
  return project;
}

test('the sources of the money add up to the budget to the fen, and the own share is looked at exactly at its bound', async () => {
  const project = await begin(bing);
  const less = [...(good['funding'] as Fields[]).slice(0, 2), { source: 'own', money: 11_999_999 }];
  const refused = (fields: Fields) => project.refused('apply', { fields: { ...good, ...fields } });
  expect(await refused({ funding: less })).toEqual(['moneyDoesNotAddUp']);
  expect(await refused({ funding: [] })).toEqual(['moneyDoesNotAddUp']);
  expect(await refused({ ownMoney: 11_999_999 })).toEqual(['tooLittleOwn']);
  await project.does('apply', { fields: good });
  await project.does('take', { outcome: 'returned' });
  await project.does('apply');
  expect(await project.where()).toBe('application');
});

test('a complaint stops the clocks that name it, with its reason, and no statutory one; they go on when it is settled', async () => {
  const project = await toProcurement();
  const start = await today(bing);
  const signing = () => project.clock('procurement/signing');
  const before = await signing();
  await bing.time.sleep('3 days');
  const complaint = await beginCase(bing, 'complaint', {}, project);
  expect((await signing()).status).toBe('running');
  await complaint.does('lodge');
  const other = await beginCase(bing, 'complaint', {}, project);
  await other.does('lodge');
  await project.becomes(({ holds }) => Object.keys(holds ?? {}).length === 2);
  expect(await signing()).toMatchObject({
    status: 'paused',
    stoppedFor: { kind: 'case', text: (await complaint.state()).name, basis: 'BING-13' },
  });
  expect((await project.clock('procurement/statutory')).status).toBe('running');
  await bing.time.sleep('15 days');
  expect(await project.refused('signAll')).toEqual(['clock/not-before']);
  await complaint.does('settle', { outcome: 'settled' });
  await project.becomes(({ holds }) => Object.keys(holds ?? {}).length === 1);
  expect((await signing()).status).toBe('paused');
  await bing.time.sleep('5 days');
  await other.does('settle', { outcome: 'settled' });
  await project.becomes(({ clocks }) => clocks['procurement/signing']?.status === 'running');
  const after = await signing();
  expect(after.why).toMatchObject({
    pausedDays: 20,
    stops: [{ from: addDays(start, 3), until: addDays(start, 23) }],
  });
  expect(after.due >= addDays(before.due, 20)).toBe(true);
  expect(explainClock(after).zh).toContain('有关事项办理期间');
  expect((await project.clock('procurement/earliest')).due).toBe(addDays(start, 31));
  expect((await project.clock('procurement/statutory')).due >= addDays(start, 60)).toBe(true);
  await bing.time.sleep('7 days');
  expect(await project.refused('signAll')).toEqual(['clock/not-before']);
  await bing.time.sleep('1 day');
  await project.does('signAll');
  expect(await project.faults()).toEqual([]);
});

test('contracts are accepted in batches; the whole only when all are, and then it is put in use', async () => {
  const project = await toProcurement();
  await bing.time.sleep('11 days');
  await project.does('signAll');
  await project.does('start');
  const batch = async (batchSum: number, outcome: string) => {
    const opened = await beginCase(bing, 'batch', { batchSum }, project);
    await opened.does('present');
    await opened.does('judge', { outcome });
    return opened;
  };
  await batch(60_000_000, 'accepted');
  await batch(30_000_000, 'failed');
  const late = await batch(29_999_999, 'returned');
  await project.does('finish');
  expect(await project.refused('ask')).toEqual(['batchOpen', 'batchesMissing']);
  await late.does('present');
  await late.does('judge', { outcome: 'accepted' });
  expect(await project.refused('ask')).toEqual(['batchesMissing']);
  await batch(1, 'accepted');
  await project.does('ask');
  await project.does('conclude', { outcome: 'failed' });
  await project.does('start');
  await project.does('finish');
  await project.does('ask');
  await project.does('conclude', { outcome: 'passed' });
  await project.does('use');
  expect((await project.state()).status).toBe('inUse');
});

/** A project in use and its schedule, begun. */
async function scheduled(): Promise<{ schedule: Process; from: string }> {
  const project = await toProcurement();
  await bing.time.sleep('11 days');
  await project.does('signAll');
  await project.does('start');
  for (const batchSum of [60_000_000, 30_000_000]) {
    const batch = await beginCase(bing, 'batch', { batchSum }, project);
    await batch.does('present');
    await batch.does('judge', { outcome: 'accepted' });
  }
  await project.does('finish');
  await project.does('ask');
  await project.does('conclude', { outcome: 'passed' });
  await project.does('use');
  const from = await today(bing);
  const schedule = await beginCase(bing, 'schedule', {}, project);
  const fields = { promised: addDays(from, 77), arisen: addDays(from, -2) };
  await schedule.does('begin', { fields });
  return { schedule, from };
}

test('every shape of clock counts from its day, wakes the engine, and a window is open on its first and last day only', async () => {
  const { schedule, from } = await scheduled();
  const clock = (name: string) => schedule.clock(`schedule/${name}`);
  const roundedUp = async (name: string, day: string) => {
    const { due, why } = await clock(name);
    expect([name, due]).toEqual([name, addDays(day, why.rolled?.length ?? 0)]);
  };
  await roundedUp('inHours', addDays(from, 3));
  await roundedUp('inDays', addDays(from, 33));
  await roundedUp('inMonths', addMonths(from, 5));
  await roundedUp('sinceArisen', addDays(from, 6));
  expect((await clock('inYears')).due).toBe(addMonths(from, 36));
  expect((await clock('onPromise')).due).toBe(addDays(from, 77));
  expect((await clock('onDate')).due).toBe('2049-12-31');
  const { due: may } = await clock('everyYear');
  expect([may.slice(5), may >= from, may < addMonths(from, 12)]).toEqual(['05-17', true, true]);
  expect((await clock('longer')).due).toBe(addMonths(from, 4));
  expect(await clock('window')).toMatchObject({ opens: addMonths(from, 14), due: addMonths(from, 27) });
  const { opens, due } = await clock('inMonth');
  expect([opens?.slice(5), due.slice(5), opens?.slice(0, 4)]).toEqual(['08-01', '08-31', due.slice(0, 4)]);
  expect((await clock('again')).due).toBe(addMonths(from, 7));
  expect(await clock('inWorkingDays')).toMatchObject({
    status: 'paused',
    stoppedFor: { kind: 'test', basis: 'BING-30.2' },
  });

  await bing.time.sleep('10 days');
  await schedule.does('test');
  expect((await clock('inWorkingDays')).why).toMatchObject({ pausedDays: 10 });
  await schedule.becomes(({ clocks }) => clocks['schedule/inHours']?.overdue === true);
  await bing.time.sleep('215 days');
  await schedule.becomes(({ clocks }) => clocks['schedule/again']?.due === addMonths(from, 14));
  const drill = await openedCase(schedule, 'drill');
  await drill.does('drilling');
  const { wakeAt } = await clock('window');
  expect(await schedule.refused('evaluate')).toContain('clock/not-before');
  const lastDay = Date.parse(wakeAt) - 3_600_000 - (await bing.time.currentTimeMs());
  await bing.time.sleep(lastDay);
  expect((await clock('window')).status).toBe('running');
  await schedule.does('evaluate');
  expect((await clock('window')).status).toBe('met');
  expect(await schedule.where()).toBe('closed closed');
  expect(await schedule.faults()).toEqual([]);
});

test('a window that has passed is marked, and what it waits for may still come', async () => {
  const { schedule } = await scheduled();
  await schedule.does('test');
  await bing.time.sleep('860 days');
  await schedule.becomes(({ clocks }) => clocks['schedule/window']?.overdue === true);
  await schedule.does('evaluate');
});

test('the measure itself has a first and a last day', async () => {
  const on = async (day: string) => (await findPackInForce('bing-city', day))?.pack.ref.version;
  expect([await on('2021-06-30'), await on('2021-07-01')]).toEqual([undefined, '1.0.0']);
  expect([await on('2051-06-30'), await on('2051-07-01')]).toEqual(['1.0.0', undefined]);
  expect(bing.pack.sources['OLD']?.supersededBy).toContain('丙市');
});
