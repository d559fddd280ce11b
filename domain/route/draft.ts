/** A decision in the making: the events so far, the state they fold to, and every gate that was looked at. */
import { withYears } from '../clocks/calendar-years';
import type { GateReport } from '../gates/report';
import type { FeelContext } from '../pack/feel';
import type { Body, Step } from '../pack/types';
import { bodyOf, contextOf, type Surroundings } from '../project/context';
import { evolve } from '../project/evolve';
import type { ProcessEvent } from '../project/events';
import type { ProcessState } from '../project/state';
import { DomainError } from '../refusals';

export interface Draft {
  readonly around: Surroundings;
  readonly events: ProcessEvent[];
  readonly reports: GateReport[];
  state: ProcessState;
}

/** Starts a draft on the present state. */
export function openDraft(state: ProcessState, around: Surroundings): Draft {
  // A run keeps the calendar it was started with; years published since stand in the state.
  const calendar = withYears(around.calendar, state.calendarYears);
  return { around: { ...around, calendar }, events: [], reports: [], state };
}

/** Adds an event and folds it at once, so that what follows sees it. */
export function emit(draft: Draft, event: ProcessEvent): void {
  draft.events.push(event);
  draft.state = evolve(draft.state, event, draft.around.now);
}

/** The context of the draft as it stands. */
export function contextNow(draft: Draft): FeelContext {
  return contextOf(draft.state, draft.around);
}

/** The body of the present run; a process in a run without rules is a broken invariant. */
export function bodyNow(draft: Draft): Body {
  const body = bodyOf(draft.around.rules, draft.state);
  if (body === undefined)
    throw new DomainError('rules/missing', `no rules for ${draft.state.run ?? draft.state.id}`);
  return body;
}

/** A step of a body with its phase. */
export function findStep(body: Body, name: string): { phase: string; index: number; step: Step } | undefined {
  for (const { phase, steps } of body.phases) {
    const index = steps.findIndex((step) => step.step === name);
    const step = steps[index];
    if (step !== undefined) return { phase, index, step };
  }
  return undefined;
}
