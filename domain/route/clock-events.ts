/** Lets events start and end clocks: the pack says which event does which. */
import type { Calendar } from '../clocks/calendar';
import { recountedClock, resumedClock } from '../clocks/derive';
import { dateOf } from '../clocks/dates';
import { awaitsFacts, restartClock, startClock } from '../clocks/start';
import type { ClockState } from '../clocks/clock-state';
import type { StopReason } from '../clocks/stops';
import { defined } from '../defined';
import type { Clock } from '../pack/types';
import { applies, bodyOf } from '../project/context';
import { bodyNow, contextNow, emit, type Draft } from './draft';

/** Starts and ends the clocks that wait for this event, at the legal time of the draft. */
export function clockEvent(draft: Draft, event: string): void {
  endClocks(draft, event);
  startClocks(draft, event, dateOf(draft.around.now));
}

function endClocks(draft: Draft, event: string): void {
  const live = Object.values(draft.state.clocks).filter(
    (clock) => clock.until === event && clock.status !== 'met' && clock.status !== 'stopped',
  );
  for (const clock of live)
    emit(draft, { type: 'clockChanged', key: clock.key, change: metNow(draft, clock) });
}

/** Met after its last day it is late, also when the engine had no time to say so before. */
function metNow({ around, state }: Draft, { name, kind, status, due }: ClockState): Partial<ClockState> {
  const marks = bodyOf(around.rules, state)?.clocks[name]?.form === 2;
  const hasLastDay = kind === 'deadline' || kind === 'window';
  const isLate = marks && hasLastDay && status === 'running' && dateOf(around.now) > due;
  return { status: 'met', ...(isLate ? { overdue: true } : {}) };
}

/**
 * Starts the clocks that run from the entry into the present body and could not, because what their date hangs on was
 * only declared now, or is declared otherwise now. Those that count from an event of a step find everything that was
 * declared with it.
 */
export function startClocksNowKnown(draft: Draft): void {
  const { state, around } = draft;
  const body = bodyNow(draft);
  const run = state.run ?? body.name;
  const context = contextNow(draft);
  const rows = Object.values(body.clocks).filter((row) => awaitsFacts(row) && applies(row, context));
  for (const row of rows) {
    const held = state.clocks[`${run}/${row.name}`];
    if (!mayCountAnew(held)) continue;
    const from = held?.status === 'running' ? held.from : dateOf(around.now);
    const clock = startClock({ run, row, from, context, calendar: around.calendar });
    if (clock !== undefined && !isSameDay(held, clock)) emit(draft, { type: 'clockStarted', clock });
  }
}

/** One that a decision started which was taken back since is stopped. */
const mayCountAnew = (held: ClockState | undefined): boolean =>
  held === undefined || held.status === 'stopped' || held.status === 'running';

const isSameDay = (held: ClockState | undefined, clock: ClockState): boolean =>
  held?.status === 'running' && held.due === clock.due;

/** Starts the clocks of the present body that count from this event. */
export function startClocks(draft: Draft, event: string, from: string): void {
  const body = bodyNow(draft);
  const rows = Object.values(body.clocks).filter((row) => row.from === event);
  if (rows.length === 0) return;
  const context = contextNow(draft);
  for (const row of rows.filter((each) => applies(each, context))) {
    const run = draft.state.run ?? body.name;
    const clock = startClock({ run, row, from, context, calendar: draft.around.calendar });
    if (clock !== undefined) emit(draft, { type: 'clockStarted', clock });
  }
}

/** Starts the clocks of a run just entered that count from the end of an earlier run (`acceptance.passed`). */
export function startFromEnded(draft: Draft): void {
  const ended = new Map(draft.state.ended.map((run) => [`${run.run}.${run.outcome}`, dateOf(run.at)]));
  for (const [event, from] of ended) startClocks(draft, event, from);
}

/** Ends what a run leaves behind. A validity and a recurring date outlive the run that started them. */
export function stopRunClocks(draft: Draft, run: string): void {
  for (const clock of Object.values(draft.state.clocks)) {
    const live = clock.status === 'running' || clock.status === 'paused';
    if (clock.run === run && live && clock.kind !== 'validity' && clock.kind !== 'recurring') {
      emit(draft, { type: 'clockChanged', key: clock.key, change: { status: 'stopped' } });
    }
  }
}

/** Stops what counts towards a deadline or a not-before date while the process is suspended, and keeps why. A statutory term runs on. */
export function pauseClocks(draft: Draft, reason: string): void {
  for (const clock of Object.values(draft.state.clocks)) {
    const stops = clock.kind !== 'validity' && clock.kind !== 'recurring' && clock.neverStops !== true;
    if (clock.status === 'running' && stops) stop(draft, clock, { kind: 'suspension', text: reason });
  }
}

function stop(draft: Draft, { key }: ClockState, stoppedFor: StopReason): void {
  const pausedAt = dateOf(draft.around.now);
  emit(draft, { type: 'clockChanged', key, change: { status: 'paused', pausedAt, stoppedFor } });
}

function goOn(draft: Draft, clock: ClockState): void {
  const change = resumedClock(clock, dateOf(draft.around.now), draft.around.calendar);
  emit(draft, { type: 'clockChanged', key: clock.key, change });
}

/** True while a work of the route holds the clock up, and no suspension. */
function isAtWork({ stoppedFor }: ClockState): boolean {
  return stoppedFor !== undefined && stoppedFor.kind !== 'suspension';
}

/** Takes the days a process stood still out of every clock that the suspension stopped. */
export function resumeClocks(draft: Draft): void {
  for (const clock of Object.values(draft.state.clocks))
    if (clock.status === 'paused' && !isAtWork(clock)) goOn(draft, clock);
}

/**
 * Lets the clocks of the present run stand still while a step is open whose time the law does not count, or a case is
 * under way that they name, and no longer.
 */
export function settleStops(draft: Draft): void {
  const { state, around } = draft;
  const rows = bodyOf(around.rules, state)?.clocks ?? {};
  for (const clock of Object.values(state.clocks).filter(({ run }) => run === state.run)) {
    const reason = reasonToStop(draft, rows[clock.name]);
    if (reason === undefined) goOnAfterWork(draft, clock);
    else if (clock.status === 'running') stop(draft, clock, reason);
  }
}

function reasonToStop({ state }: Draft, row: Clock | undefined): StopReason | undefined {
  const work = row?.stops?.find((each) => each.while === state.open?.step);
  if (work !== undefined) return { kind: work.for, basis: work.basis };
  const hold = Object.values(state.holds ?? {}).find((each) => row?.pausedBy.includes(each.case));
  return hold === undefined
    ? undefined
    : { kind: 'case', text: hold.reason, ...defined({ basis: row?.basis }) };
}

/** A case may be over while the process is suspended: then the suspension alone holds the clock from that day on. */
function goOnAfterWork(draft: Draft, clock: ClockState): void {
  if (clock.status !== 'paused' || !isAtWork(clock)) return;
  goOn(draft, clock);
  const { status, suspension } = draft.state;
  if (status === 'suspended')
    stop(draft, clock, { kind: 'suspension', ...defined({ text: suspension?.reason }) });
}

/** Counts every clock that runs or stands still over a newer calendar; changes those whose date or doubt it changes. */
export function recountClocks(draft: Draft, calendar: Calendar): void {
  for (const clock of Object.values(draft.state.clocks)) {
    const change =
      clock.status === 'running' || clock.status === 'paused' ? recountedClock(clock, calendar) : undefined;
    if (change !== undefined) emit(draft, { type: 'clockChanged', key: clock.key, change });
  }
}

/** Counts the not-before clocks of the present run anew from today: a stable run means one without a serious fault. */
export function restartRunClocks(draft: Draft): void {
  const today = dateOf(draft.around.now);
  for (const clock of Object.values(draft.state.clocks)) {
    const live = clock.status === 'running' || clock.status === 'reached';
    if (clock.run === draft.state.run && clock.kind === 'notBefore' && live) {
      emit(draft, {
        type: 'clockChanged',
        key: clock.key,
        change: restartClock(clock, today, draft.around.calendar),
      });
    }
  }
}
