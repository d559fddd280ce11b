/** Reads the routes of a body: phases in the order of their kind, steps with every default written out. */
import type { Path } from './mistakes';
import { present, readRow } from './reading';
import type { Reading } from './reading';
import type { SeatForm, StepForm } from './schema-route';
import type { PhaseOfKind } from './stage-kinds';
import type { Agree, Body, Seat, Step, StepOutcome } from './types';

/** The one outcome of a step that does not decide. */
export const ownOutcome: Readonly<Record<Exclude<Step['does'], 'decide'>, string>> = {
  submit: 'submitted',
  advise: 'given',
  receive: 'received',
};

/** Phases with their steps, in the order in which the code of the kind opens them. */
export function readPhases(
  reading: Reading,
  routes: Readonly<Record<string, readonly StepForm[]>>,
  kind: readonly PhaseOfKind[],
  path: Path,
): Body['phases'] {
  for (const phase of Object.keys(routes)) {
    if (kind.some((known) => known.phase === phase)) continue;
    const allowed = kind.map((known) => known.phase).join(', ');
    reading.note(
      'phase/unknown',
      [...path, phase],
      `该类阶段没有 ${phase},只有 ${allowed}`,
      `this kind has no phase ${phase}, only ${allowed}`,
    );
  }
  return kind.flatMap(({ phase, optional, onlyByName }) => {
    const steps = Object.hasOwn(routes, phase) ? routes[phase] : undefined;
    if (steps === undefined) {
      if (!optional) reading.note('phase/missing', path, `缺少 ${phase}`, `the phase ${phase} is missing`);
      return [];
    }
    return [
      {
        phase,
        onlyByName,
        steps: steps.map((form, index) => readStep(reading, form, [...path, phase, index])),
      },
    ];
  });
}

function readStep(reading: Reading, form: StepForm, path: Path): Step {
  const does = form.does ?? 'submit';
  const outcomes = readOutcomes(reading, form, does, path);
  const seats = Array.isArray(form.who) ? form.who : [form.who];
  return {
    ...readRow(reading, form, path),
    step: form.step,
    does,
    who: seats.map((seat, index) =>
      readSeat(reading, seat, Array.isArray(form.who) ? [...path, 'who', index] : [...path, 'who']),
    ),
    agree: readAgree(form.agree),
    inOrder: form.inOrder ?? false,
    outcomes,
    findings: form.findings ?? [],
    opinionFor: opinionsOf(form, does, outcomes),
    ...present({ event: form.event }),
  };
}

function readOutcomes(reading: Reading, form: StepForm, does: Step['does'], path: Path): StepOutcome[] {
  const written = Object.entries(form.outcomes ?? {}).map(([outcome, target]): StepOutcome =>
    typeof target === 'string'
      ? { outcome, to: target }
      : { outcome, to: target.to, grounds: target.grounds },
  );
  if (does === 'decide') {
    if (written.length === 0)
      reading.note(
        'step/no-outcomes',
        path,
        'decide 环节须写明 outcomes',
        'a step that decides needs outcomes',
      );
    return written;
  }
  const own = ownOutcome[does];
  for (const { outcome } of written.filter((row) => row.outcome !== own)) {
    reading.note(
      'step/foreign-outcome',
      [...path, 'outcomes', outcome],
      `${does} 环节只有结论 ${own}`,
      `a step that does ${does} has the outcome ${own} only`,
    );
  }
  return written.length > 0 ? written : [{ outcome: own, to: 'next' }];
}

function readSeat(reading: Reading, form: SeatForm, path: Path): Seat {
  if (typeof form === 'string') return { role: form, count: 1, votes: true };
  return {
    ...readRow(reading, form, path),
    role: form.role,
    count: form.count ?? 1,
    votes: form.votes ?? true,
    ...present({ weight: form.weight }),
  };
}

function readAgree(form: StepForm['agree']): Agree {
  if (form === undefined) return { rule: 'all' };
  if (typeof form === 'string') return { rule: form };
  const { veto, casting, abstain, stopAtRefusal } = form;
  const more = present({ veto, casting, abstain, stopAtRefusal });
  if ('rule' in form) return { rule: form.rule, ...more };
  if ('atLeast' in form) return { rule: 'atLeast', count: form.atLeast, ...more };
  if ('chair' in form) return { rule: 'chair', role: form.chair, ...more };
  const [part = 1, whole = 1] = form.share.split('/').map(Number);
  return { rule: 'share', of: [part, whole], ...more };
}

/** An adviser gives an opinion; whoever decides does so for every outcome but the good one. */
function opinionsOf(form: StepForm, does: Step['does'], outcomes: readonly StepOutcome[]): string[] {
  const all = outcomes.map(({ outcome }) => outcome);
  if (form.opinion !== undefined) return form.opinion === 'required' ? all : [];
  return does === 'advise' ? all : all.slice(1);
}

/** The step that a point of time in a body names: `submit` and a plain step; not `enter` or `pass`. */
export function stepAt(phases: Body['phases'], due: string): Step | undefined {
  const steps = phases.flatMap((phase) => phase.steps);
  const [name] = due.split('.');
  return due === 'submit' ? steps[0] : steps.find((step) => step.step === name);
}

/** A waiver as written. */
export function readWaiver(
  form: { by: string; material?: string | undefined; basis?: string | undefined } | undefined,
): { by: string; material?: string; basis?: string } | undefined {
  return form === undefined
    ? undefined
    : { by: form.by, ...present({ material: form.material, basis: form.basis }) };
}
