/** The rows of a resolved pack with their paths in its text, for the checks of references. */
import type { Path } from './mistakes';
import type { Body, CaseType, Effect, Pack, Step } from './types';

export type PackRows = Omit<Pack, 'ref'>;

interface PlacedBody {
  readonly body: Body;
  readonly path: Path;
  /** Set for a case. */
  readonly caseType?: CaseType;
}

/** Every body, of stages and cases, with its path. */
export function bodiesOf(pack: PackRows): readonly PlacedBody[] {
  return [
    ...Object.entries(pack.stages).map(([name, body]) => ({ body, path: ['stages', name] })),
    ...Object.entries(pack.cases).map(([name, caseType]) => ({
      body: caseType,
      caseType,
      path: ['cases', name],
    })),
  ];
}

/** Every step of a body with its path. */
export function stepsOf({
  body,
  path,
}: PlacedBody): readonly { readonly step: Step; readonly phase: string; readonly path: Path }[] {
  return body.phases.flatMap(({ phase, steps }) =>
    steps.map((step, index) => ({ step, phase, path: [...path, 'routes', phase, index] })),
  );
}

/** Every effect of a body's clocks and consequences with its path. */
export function effectsOf({
  body,
  path,
}: PlacedBody): readonly { readonly effect: Effect; readonly path: Path }[] {
  const clocks = Object.values(body.clocks).map((clock) => ({
    then: clock.then,
    path: [...path, 'clocks', clock.name],
  }));
  const consequences = body.consequences.map((row, index) => ({
    then: row.then,
    path: [...path, 'consequences', index],
  }));
  return [...clocks, ...consequences].flatMap((row) =>
    row.then.map((effect, index) => ({ effect, path: [...row.path, 'then', index] })),
  );
}

/** Every step of a body by name, in its order. */
export function stepNames(body: Body): readonly string[] {
  return body.phases.flatMap((row) => row.steps).map((step) => step.step);
}
