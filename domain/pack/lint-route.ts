/** The flow inside a body: names mean one thing, every target exists, every step is reached, every outcome is given. */
import { beginningOf, leadsTo, stepNamed } from './body-flow';
import type { Leads } from './body-flow';
import { bodiesOf, stepsOf } from './lint-walk';
import type { PackRows } from './lint-walk';
import type { Note, Path } from './mistakes';
import type { Body, Step } from './types';

type Placed = ReturnType<typeof bodiesOf>[number];

/** Words that a step may not be called, because gates and targets use them. */
const takenNames = ['abstained', 'next', 'enter', 'entered', 'submit', 'pass', 'door'];

/** Checks the routes of every body. */
export function checkRoutes(pack: PackRows, note: Note): void {
  for (const placed of bodiesOf(pack)) {
    checkNames(placed, note);
    for (const { step, path } of stepsOf(placed)) checkTargets(placed.body, step, path, note);
    checkReach(placed, note);
  }
}

function checkNames(placed: Placed, note: Note): void {
  const { body } = placed;
  const seen = new Set<string>();
  for (const { step, phase, path } of stepsOf(placed)) {
    const { step: name } = step;
    const first = body.phases.find((row) => row.phase === name)?.steps[0] === step;
    const clash =
      (name === phase && !first) || (name !== phase && body.phases.some((row) => row.phase === name));
    if (takenNames.includes(name))
      note('step/reserved', [...path, 'step'], `环节不能叫 ${name}`, `a step cannot be called ${name}`);
    else if (seen.has(name) || clash || body.outcomes.includes(name)) {
      note(
        'step/name-twice',
        [...path, 'step'],
        `名称 ${name} 在本阶段有两种含义`,
        `the name ${name} means two things in this body`,
      );
    }
    seen.add(name);
  }
}

function checkTargets(body: Body, step: Step, path: Path, note: Note): void {
  for (const { outcome, to } of step.outcomes) {
    if (to === 'next' || body.outcomes.includes(to) || stepNamed(body, to) !== undefined) continue;
    note(
      'step/unknown-target',
      [...path, 'outcomes', outcome],
      `没有目标 ${to}`,
      `there is no target ${to} (a step, a phase or an outcome of this body)`,
    );
  }
}

interface Reach {
  readonly steps: Set<Step>;
  readonly outcomes: Set<string>;
}

function checkReach(placed: Placed, note: Note): void {
  const { body, path } = placed;
  const reach: Reach = { steps: new Set(), outcomes: new Set() };
  follow(body, beginningOf(body), reach);
  for (const { step, path: at } of stepsOf(placed)) {
    if (!reach.steps.has(step))
      note('step/unreachable', at, `环节 ${step.step} 无法到达`, `no outcome leads to the step ${step.step}`);
  }
  const where = placed.caseType === undefined ? path : [...path, 'outcomes'];
  for (const outcome of body.outcomes) {
    if (!reach.outcomes.has(outcome))
      note('outcome/not-given', where, `没有环节得出结论 ${outcome}`, `no step gives the outcome ${outcome}`);
  }
}

function follow(body: Body, { steps, outcome }: Leads, reach: Reach): void {
  if (typeof outcome === 'string') reach.outcomes.add(outcome);
  for (const step of steps) {
    if (reach.steps.has(step)) continue;
    reach.steps.add(step);
    for (const { to } of step.outcomes) follow(body, leadsTo(body, step, to), reach);
  }
}
