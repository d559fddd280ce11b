/** Reads the routes of a body as a graph: which steps and which end of the body an outcome may lead to. Pure. */
import type { Body, Step } from './types';

/** What may come next: a step with a condition may be passed over, so that there can be more than one. */
export interface Leads {
  readonly steps: readonly Step[];
  /** The outcome of the body that it may come to; null: the end of a body without one (in use). */
  readonly outcome?: string | null;
}

/** The steps that follow each other by themselves; a phase that is entered by name only is not among them. */
function mainLine(body: Body): readonly Step[] {
  return body.phases.filter((row) => !row.onlyByName).flatMap((row) => row.steps);
}

/** The first step of a line that may hold: rows with a condition are passed over as well; past the end is the good end. */
function along(body: Body, line: readonly Step[]): Leads {
  const sure = line.findIndex((step) => step.when === undefined);
  if (sure >= 0) return { steps: line.slice(0, sure + 1) };
  return { steps: line, outcome: body.outcomes[0] ?? null };
}

/** The steps from one on: along the main line, or to the end of a phase that is entered by name. */
function lineFrom(body: Body, step: Step): readonly Step[] {
  const phase = body.phases.find((row) => row.steps.includes(step));
  const line = phase?.onlyByName === true ? phase.steps : mainLine(body);
  return line.slice(line.indexOf(step));
}

/** The step a name opens: the step itself, or the first of a phase. */
export function stepNamed(body: Body, name: string): Step | undefined {
  const steps = body.phases.flatMap((row) => row.steps);
  return steps.find((step) => step.step === name) ?? body.phases.find((row) => row.phase === name)?.steps[0];
}

/** The steps with which a body may begin. */
export function beginningOf(body: Body): Leads {
  return along(body, mainLine(body));
}

/** Where a target of a step leads: `next`, a step, a phase, or an outcome of the body. */
export function leadsTo(body: Body, step: Step, to: string): Leads {
  if (to === 'next') return along(body, lineFrom(body, step).slice(1));
  const target = stepNamed(body, to);
  return target === undefined ? { steps: [], outcome: to } : along(body, lineFrom(body, target));
}
