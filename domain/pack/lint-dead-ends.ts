/** Dead ends: steps from which a body never ends, clocks that nothing can end, cases that nothing opens, a pack nobody can apply under. */
import { reachAfter, reachOf, runsReachedFrom } from './flow-reach';
import type { Reach } from './flow-reach';
import { bodiesOf, effectsOf, stepsOf } from './lint-walk';
import type { PackRows } from './lint-walk';
import type { Note } from './mistakes';
import type { Body, Clock, Step } from './types';

type Placed = ReturnType<typeof bodiesOf>[number];

/** Checks every body, and who opens what. */
export function checkDeadEnds(pack: PackRows, note: Note): void {
  checkOwner(pack, note);
  for (const placed of bodiesOf(pack)) {
    checkSteps(placed, note);
    checkClocks(pack, placed, note);
    checkAgainstEachOther(placed, note);
    checkOpened(pack, placed, note);
  }
}

/** Every project is applied for by its owner, who also binds the other parties. */
function checkOwner({ roles }: PackRows, note: Note): void {
  const owner = Object.hasOwn(roles, 'projectOwner') ? roles['projectOwner'] : undefined;
  if (owner?.is === 'party') return;
  const path = owner === undefined ? ['roles'] : ['roles', 'projectOwner'];
  note(
    'role/no-owner',
    path,
    '须有角色 projectOwner(is: party):由其申报项目并确定参建单位',
    'there must be a role projectOwner (is: party): it applies for projects and binds the parties',
  );
}

function checkSteps(placed: Placed, note: Note): void {
  const { body } = placed;
  const reached = reachOf(body);
  for (const { step, path } of stepsOf(placed)) {
    if (!reached.steps.has(step) || reachAfter(body, step).outcomes.size > 0) continue;
    note(
      'step/no-end',
      path,
      `从环节 ${step.step} 到不了本阶段的任何结论`,
      `no way leads from the step ${step.step} to an outcome of this body`,
    );
  }
}

function stepOf(body: Body, name: string): Step | undefined {
  return body.phases.flatMap((row) => row.steps).find((row) => row.step === name);
}

/** What may come after the event a clock counts from, the step of the event included where it has only opened. */
function reachFrom(body: Body, event: string): Reach | undefined {
  const [name = '', what] = event.split('.');
  if (body.outcomes.includes(event)) return { steps: new Set(), outcomes: new Set() };
  const step = stepOf(body, name);
  if (step === undefined) return reachOf(body);
  if (what === 'opened') {
    const { steps, outcomes } = reachAfter(body, step);
    return { steps: new Set([...steps, step]), outcomes };
  }
  return reachAfter(body, step, what === 'done' ? undefined : what);
}

/** Whether the event that ends a clock can still come; events of other runs are not judged here. */
function mayEnd(body: Body, { from, until }: Clock): boolean {
  if (until === undefined) return true;
  const reach = reachFrom(body, from);
  if (reach === undefined) return true;
  const [name = '', what] = until.split('.');
  if (what === undefined) return reach.outcomes.has(until);
  const step = stepOf(body, name);
  return step === undefined || reach.steps.has(step);
}

/** What outlives its run may still be ended when the run comes again. */
const outlive: readonly Clock['kind'][] = ['validity', 'recurring'];

function checkClocks({ lifecycle }: PackRows, { body, path }: Placed, note: Note): void {
  const again = runsReachedFrom(lifecycle, body.name).has(body.name);
  for (const clock of Object.values(body.clocks)) {
    if (mayEnd(body, clock) || (again && outlive.includes(clock.kind))) continue;
    note(
      'clock/never-ends',
      [...path, 'clocks', clock.name, 'until'],
      `${clock.from} 之后不会再发生 ${clock.until ?? ''},该时限永远不会结束`,
      `${clock.until ?? ''} cannot come after ${clock.from}, so this clock never ends`,
    );
  }
}

/** An earliest date that lies after the deadline of the same thing leaves no day to do it. */
function checkAgainstEachOther({ body, path }: Placed, note: Note): void {
  const clocks = Object.values(body.clocks);
  for (const last of clocks.filter(({ kind }) => kind === 'deadline')) {
    const first = clocks.find((clock) => clock.kind === 'notBefore' && isLater(clock, last));
    if (first === undefined) continue;
    note(
      'clock/contradiction',
      [...path, 'clocks', last.name],
      `截止早于 ${first.name} 的最早日期,无日可办`,
      `it ends before ${first.name} lets anybody begin`,
    );
  }
}

function isLater(first: Clock, last: Clock): boolean {
  const sameSpan = first.from === last.from && endOf(first) === endOf(last) && first.unit === last.unit;
  if (!sameSpan || typeof first.length !== 'number' || typeof last.length !== 'number') return false;
  return first.length > last.length;
}

/** `step.done` and its outcomes end at the same act. */
function endOf({ until }: Clock): string {
  return until?.split('.')[0] ?? '';
}

/** A case that no role opens must be opened by an effect. */
function checkOpened(pack: PackRows, { caseType, path }: Placed, note: Note): void {
  if (caseType === undefined || caseType.openedBy !== undefined) return;
  const opened = bodiesOf(pack).some((placed) =>
    effectsOf(placed).some(({ effect }) => effect.do === 'open' && effect.case === caseType.name),
  );
  if (!opened)
    note(
      'case/never-opened',
      path,
      `无人开启事项 ${caseType.name}:须写明 openedBy,或由时限、后续效果开启`,
      `nothing opens the case ${caseType.name}: give it openedBy, or an effect that opens it`,
    );
}
