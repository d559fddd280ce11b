/** What can still come after a point of a pack: steps and ends inside a body, runs in the lifecycle. For the lint. Pure. */
import { beginningOf, leadsTo } from './body-flow';
import type { Leads } from './body-flow';
import { firstRuns, isProcessEnd, runsAfter, runsOpenedBy } from './lifecycle';
import type { Body, Run, Step } from './types';

/** Steps and outcomes of a body that may come; null among the outcomes is the end of a body without one. */
export interface Reach {
  readonly steps: ReadonlySet<Step>;
  readonly outcomes: ReadonlySet<string | null>;
}

/** One way out of a step that nothing passes. */
export interface Barred {
  readonly step: Step;
  readonly outcome: string | undefined;
}

function closure(body: Body, starts: readonly Leads[], barred?: Barred): Reach {
  const steps = new Set<Step>();
  const outcomes = new Set<string | null>();
  const waiting = [...starts];
  for (let leads = waiting.pop(); leads !== undefined; leads = waiting.pop()) {
    if (leads.outcome !== undefined) outcomes.add(leads.outcome);
    for (const step of leads.steps) {
      if (steps.has(step)) continue;
      steps.add(step);
      const open = step.outcomes.filter(({ outcome }) => barred?.step !== step || barred.outcome !== outcome);
      waiting.push(...open.map(({ to }) => leadsTo(body, step, to)));
    }
  }
  return { steps, outcomes };
}

/** All that a body can come to, where one way out of a step may be barred. */
export function reachOf(body: Body, barred?: Barred): Reach {
  return closure(body, [beginningOf(body)], barred);
}

/** What may come once a step is done; with an outcome named, once it is done in that way. */
export function reachAfter(body: Body, step: Step, outcome?: string): Reach {
  const rows = step.outcomes.filter((row) => outcome === undefined || row.outcome === outcome);
  return closure(
    body,
    rows.map(({ to }) => leadsTo(body, step, to)),
  );
}

function runClosure(
  lifecycle: readonly Run[],
  starts: readonly string[],
  barred?: string,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const waiting = [...starts];
  for (let run = waiting.pop(); run !== undefined; run = waiting.pop()) {
    if (seen.has(run)) continue;
    seen.add(run);
    if (run !== barred) waiting.push(...runsAfter(lifecycle, run));
  }
  return seen;
}

/** Every run that may come after this one; the run itself where it may run again. */
export function runsReachedFrom(lifecycle: readonly Run[], run: string): ReadonlySet<string> {
  return runClosure(lifecycle, runsAfter(lifecycle, run));
}

/** Every run that a project can come to while this one lets nobody through. */
export function runsBefore(lifecycle: readonly Run[], barred: string): ReadonlySet<string> {
  return runClosure(lifecycle, firstRuns(lifecycle), barred);
}

/** Every run that may come after one has ended in this way. */
export function runsReachedBy(lifecycle: readonly Run[], run: string, outcome: string): ReadonlySet<string> {
  const index = lifecycle.findIndex((row) => row.run === run);
  const to = lifecycle[index]?.outcomes.find((row) => row.outcome === outcome)?.to;
  if (to === undefined || isProcessEnd(to)) return new Set();
  return runClosure(lifecycle, runsOpenedBy(lifecycle, index, to));
}
