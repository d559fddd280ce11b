/** Clocks of a body: their events exist, their length has a unit, their names are numbers or dates. */
import type { PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { Body, Clock, FieldSpec } from './types';

interface Where {
  readonly path: Path;
  readonly note: Note;
}

/** Whether an event can happen: `entered`, an outcome of the body, `<step>.opened|done|<outcome>`, `<run>.entered|<outcome>`. */
export function isEvent(pack: PackRows, body: Body, event: string): boolean {
  const [name, what] = event.split('.');
  if (what === undefined) return event === 'entered' || body.outcomes.includes(event);
  const step = body.phases.flatMap((row) => row.steps).find((row) => row.step === name);
  if (step !== undefined)
    return what === 'opened' || what === 'done' || step.outcomes.some((row) => row.outcome === what);
  const run = pack.lifecycle.find((row) => row.run === name);
  return run !== undefined && (what === 'entered' || run.outcomes.some((row) => row.outcome === what));
}

/** Checks one clock. */
export function checkClock(pack: PackRows, body: Body, clock: Clock, { path, note }: Where): void {
  for (const [key, event] of [
    ['from', clock.from],
    ['until', clock.until],
  ] as const) {
    if (event !== undefined && !isEvent(pack, body, event))
      note('event/unknown', [...path, key], `没有事件 ${event}`, `there is no event ${event}`);
  }
  clock.pausedBy.forEach((name, index) => {
    const row = Object.hasOwn(pack.cases, name) ? pack.cases[name] : undefined;
    if (row?.about !== 'project' || !Object.hasOwn(pack.stages, body.name) || row.readers !== undefined)
      note(
        'clock/paused-by',
        [...path, 'pausedBy', index],
        `${name} 须为本项目的事项且不保密,时限须属某一阶段`,
        `${name} must be a case about the project, not confidential, and the clock one of a stage`,
      );
  });
  if (clock.until === undefined && ['deadline', 'notBefore', 'window'].includes(clock.kind)) {
    note('clock/no-until', path, `${clock.kind} 须写明 until`, `a ${clock.kind} needs until`);
  }
  if (clock.kind === 'recurring' && clock.then.length === 0)
    note('clock/no-effect', path, '周期时限须有 then', 'a recurring clock needs an effect (then)');
  checkStops(body, clock, { path, note });
  checkLength(pack, body, clock, { path, note });
}

/** Works that stop it are steps of its body; what never stops has none. */
function checkStops(body: Body, { stops = [], pausedBy, neverStops }: Clock, { path, note }: Where): void {
  const steps = body.phases.flatMap((row) => row.steps.map(({ step }) => step));
  stops.forEach((row, index) => {
    if (!steps.includes(row.while))
      note(
        'event/unknown',
        [...path, 'stops', index, 'while'],
        `没有环节 ${row.while}`,
        `there is no step ${row.while}`,
      );
  });
  if (neverStops === true && stops.length + pausedBy.length > 0)
    note(
      'clock/contradiction',
      [...path, 'neverStops'],
      '法定期限不停止计时,不得另列停止事由',
      'a clock that never stops names nothing that stops it',
    );
}

function checkLength(pack: PackRows, body: Body, clock: Clock, { path, note }: Where): void {
  if ((clock.length === undefined) === (clock.date === undefined)) {
    note('clock/one-length', path, 'is 与 date 须有且只有一个', 'a clock has either a length (is) or a date');
  }
  if (clock.length !== undefined && clock.unit === undefined)
    note('clock/no-unit', path, '缺少 unit', 'its length has no unit');
  if (typeof clock.length === 'string' && !isOf(pack, body, clock.length, ['integer'])) {
    note(
      'clock/length',
      [...path, 'is'],
      `${clock.length} 不是已声明的整数`,
      `${clock.length} is no declared integer`,
    );
  }
  checkSince(pack, body, clock, { path, note });
  checkOpens(pack, body, clock, { path, note });
  checkYear(pack, body, clock, { path, note });
  const { date } = clock;
  if (date !== undefined && !isFixed(date) && !isOf(pack, body, date, ['date'])) {
    note(
      'clock/date',
      [...path, 'date'],
      `${date} 不是日期,也不是已声明的日期`,
      `${date} is neither a date nor a declared date`,
    );
  }
}

/** The day a length counts from, where it is not the day of the event. */
function checkSince(pack: PackRows, body: Body, { since, length }: Clock, { path, note }: Where): void {
  if (since === undefined || (length !== undefined && isOf(pack, body, since, ['date']))) return;
  note(
    'clock/since',
    [...path, 'since'],
    `since 须为已声明的日期,且时限须有 is:${since}`,
    `since must be a declared date and the clock must have a length (is): ${since}`,
  );
}

/** The year in which a yearly day falls. */
function checkYear(pack: PackRows, body: Body, { ofYear, date = '' }: Clock, { path, note }: Where): void {
  if (ofYear === undefined || (/^\d{2}-\d{2}$/.test(date) && isOf(pack, body, ofYear, ['integer']))) return;
  note(
    'clock/of-year',
    [...path, 'ofYear'],
    `ofYear 须为已声明的整数,且时限的 date 须写作 MM-DD:${ofYear}`,
    `ofYear must be a declared integer and the clock must have a date written MM-DD: ${ofYear}`,
  );
}

/** A window says when it opens in the way it says when it ends, and only a window does. */
function checkOpens(pack: PackRows, body: Body, clock: Clock, { path, note }: Where): void {
  const { kind, opens, length, date } = clock;
  const isDay = typeof opens === 'string' && (isFixed(opens) || isOf(pack, body, opens, ['date']));
  const fits =
    kind === 'window'
      ? (typeof opens === 'number' && length !== undefined && !(Number(length) < opens)) ||
        (isDay && date !== undefined)
      : opens === undefined;
  if (fits) return;
  note(
    'clock/opens',
    [...path, 'opens'],
    '窗口期(且仅窗口期)须写明 opens:与 is 同单位的数,或与 date 同样的日期,且不晚于其终点',
    'a window, and only a window, says when it opens: a number beside is, or a day beside date, not after its end',
  );
}

function isFixed(date: string): boolean {
  const full = /^\d{2}-\d{2}$/.test(date) ? `2024-${date}` : date;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(full)) return false;
  const day = new Date(`${full}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(full);
}

function isOf(pack: PackRows, body: Body, name: string, types: readonly FieldSpec['type'][]): boolean {
  const [head = '', field] = name.split('.');
  if (field === undefined) {
    const fact = [pack.facts, body.facts, ...Object.values(pack.stages).map((stage) => stage.facts)].find(
      (facts) => Object.hasOwn(facts, head),
    )?.[head];
    return fact === undefined
      ? types.includes('integer') && Object.hasOwn(pack.values, head)
      : types.includes(fact.type);
  }
  const holder = [body, ...Object.values(pack.stages)].find((stage) => Object.hasOwn(stage.materials, head));
  const spec = holder?.materials[head]?.fields[field];
  return spec !== undefined && types.includes(spec.type);
}
