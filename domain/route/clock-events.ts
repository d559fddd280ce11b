/** Lets events start and end clocks: the pack says which event does which. */
import type { Calendar } from '../clocks/calendar';
import { recountedClock, resumedClock } from '../clocks/derive';
import { dateOf } from '../clocks/dates';
import { restartClock, startClock } from '../clocks/start';
import { applies } from '../project/context';
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
  for (const clock of live) emit(draft, { type: 'clockChanged', key: clock.key, change: { status: 'met' } });
}

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

/** Stops (suspension) or restarts (resumption) what counts towards a deadline or a not-before date. */
export function pauseClocks(draft: Draft): void {
  const pausedAt = dateOf(draft.around.now);
  for (const clock of Object.values(draft.state.clocks)) {
    if (clock.status === 'running' && clock.kind !== 'validity' && clock.kind !== 'recurring') {
      emit(draft, { type: 'clockChanged', key: clock.key, change: { status: 'paused', pausedAt } });
    }
  }
}

/** Takes the days a process stood still out of every paused clock. */
export function resumeClocks(draft: Draft): void {
  const today = dateOf(draft.around.now);
  for (const clock of Object.values(draft.state.clocks)) {
    if (clock.status === 'paused') {
      emit(draft, {
        type: 'clockChanged',
        key: clock.key,
        change: resumedClock(clock, today, draft.around.calendar),
      });
    }
  }
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
