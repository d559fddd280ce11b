/** Decides what a person wants to do with a task: the checks in one place, then the events. Pure. */
import { dueReports, fieldsAt, materialsDue, type Asked } from '../gates/dues';
import { actOf, checkDuty } from '../people/separation';
import type { Step, StepOutcome } from '../pack/types';
import { figuresAt } from '../project/counts';
import { checkFields } from '../project/fields';
import type { Actor, Fields, MaterialRef, TaskAct } from '../project/commands';
import type { ProcessState, Task } from '../project/state';
import { DomainError, refuse, type Refusal } from '../refusals';
import { defined } from '../defined';
import { askedOf } from './asked';
import { lookAtGates } from './cascade';
import { startClocksNowKnown } from './clock-events';
import { conclude } from './conclude';
import { bodyNow, contextNow, emit, findStep, type Draft } from './draft';
import { fallAway, withoutYielding } from './fall-away';
import { abstained } from './tally';
import { decidedOf, isLive } from '../project/task';
import { holderOf, holds, ref } from './whom';

type DecideAct = Extract<TaskAct, { type: 'decide' }>;

/** A task that is open or waits for its turn, or why it is neither. */
export function liveTask({ state }: Draft, id: string): Task | Refusal {
  const task = Object.hasOwn(state.tasks, id) ? state.tasks[id] : undefined;
  if (task === undefined) return refuse('task/not-found', { task: id });
  if (isLive(task)) return task;
  return refuse('task/closed', { task: id, status: task.status, ...decidedOf(state, id) });
}

/** The task and its step, or why nobody can act on it now. */
export function openTask(draft: Draft, id: string): { task: Task; step: Step } | Refusal {
  const task = liveTask(draft, id);
  if ('code' in task) return task;
  return task.status === 'waiting'
    ? refuse('task/waiting', { task: id })
    : { task, step: stepOfTask(draft, task) };
}

/** The step a task belongs to. */
export function stepOfTask(draft: Draft, task: Task): Step {
  const step = findStep(bodyNow(draft), task.step)?.step;
  if (step === undefined) throw new DomainError('step/missing', task.step);
  return step;
}

/** A delegate only prepares; whoever delegated must get the task back before they decide. */
function checkLent({ id, delegated, assignee }: Task, actor: Actor): Refusal | undefined {
  const holder = holderOf(actor).id;
  if (delegated === undefined || (assignee?.id !== holder && delegated.by.id !== holder)) return undefined;
  return refuse('task/delegated', { task: id, by: delegated.by.name, to: assignee?.name ?? null });
}

/** May this person decide the task: it is theirs, or their group's and nobody's yet, and not out with a delegate. */
export function checkHolder(task: Task, actor: Actor): Refusal | undefined {
  const lent = checkLent(task, actor);
  if (lent !== undefined) return lent;
  if (holds(task, actor)) return undefined;
  const { assignee, claimed } = task;
  return assignee !== undefined && claimed === true && holderOf(actor).keys.includes(task.key)
    ? refuse('task/claimed', { task: task.id, by: assignee.name })
    : refuse('task/not-yours', { task: task.id });
}

/** Outcomes a seat may give: those of the step, and abstaining where the pack lets a voting seat. */
export function outcomesFor(step: Step, task: Task): readonly StepOutcome[] {
  const mayAbstain = step.agree.abstain !== undefined && task.votes;
  return mayAbstain ? [...step.outcomes, { outcome: abstained, to: 'next' }] : step.outcomes;
}

function chosen(step: Step, task: Task, act: DecideAct): StepOutcome | Refusal {
  const wanted = act.outcome ?? (step.does === 'decide' ? undefined : step.outcomes[0]?.outcome);
  const outcomes = outcomesFor(step, task);
  const found = outcomes.find((each) => each.outcome === wanted);
  if (found !== undefined) return found;
  return refuse('task/unknown-outcome', {
    outcome: wanted ?? null,
    allowed: outcomes.map((each) => each.outcome),
  });
}

/** The form of a decision: opinion, findings, grounds. */
function checkForm(step: Step, outcome: StepOutcome, act: DecideAct): Refusal[] {
  const refusals: Refusal[] = [];
  if (step.opinionFor.includes(outcome.outcome) && (act.comment ?? '').trim() === '') {
    refusals.push(refuse('task/opinion-required', { outcome: outcome.outcome }));
  }
  const missing = step.findings.filter((name) => (act.findings?.[name] ?? '').trim() === '');
  if (missing.length > 0) refusals.push(refuse('task/findings-required', { missing }));
  if (outcome.grounds !== undefined && !outcome.grounds.includes(act.grounds ?? '')) {
    refusals.push(refuse('task/grounds-required', { allowed: outcome.grounds }));
  }
  return refusals;
}

/** Nobody signs unseen text: what was shown must be what the process holds. */
function checkSeen(state: ProcessState, act: DecideAct): Refusal | undefined {
  const attached = new Map((act.attach ?? []).map((material) => [material.id, material.sha256]));
  const held = new Map(Object.values(state.materials).map((material) => [material.id, material.sha256]));
  const changed = (act.seen ?? []).filter(({ id, sha256 }) => (attached.get(id) ?? held.get(id)) !== sha256);
  return changed.length === 0
    ? undefined
    : refuse('material/changed', { materials: changed.map(({ id }) => id) });
}

/** Puts what the decision brings into the draft: fields, then the materials that are due here. */
function takeIn(draft: Draft, step: Step, asked: Asked, act: DecideAct): Refusal[] {
  const fields: Fields = act.fields ?? {};
  const mistakes = checkFields(
    fields,
    fieldsAt(step, { state: draft.state, around: draft.around, body: bodyNow(draft) }),
  );
  if (mistakes.length > 0) return mistakes;
  putDown(draft, fields);
  const { state, around } = draft;
  putDown(draft, figuresAt(step.step, { state, rules: around.rules, counts: around.outside?.counts }));
  const signed = signedBefore(draft, act);
  if (signed.length > 0) return [refuse('material/changed', { materials: signed })];
  attachDue(draft, asked, act.attach ?? []);
  return [];
}

function putDown(draft: Draft, facts: Fields): void {
  if (Object.keys(facts).length === 0) return;
  emit(draft, { type: 'factsDeclared', facts });
  startClocksNowKnown(draft);
}

/** Looks at everything that must hold before this decision, met or not. */
function lookAtStep(draft: Draft, asked: Asked): void {
  const body = bodyNow(draft);
  draft.reports.push(
    ...dueReports(asked, { state: draft.state, around: draft.around, body, context: contextNow(draft) }),
  );
  lookAtGates(draft, asked.points);
}

/** Materials that another seat of this opening has already voted on: nobody replaces what a colleague has signed. */
function signedBefore({ state }: Draft, act: DecideAct): string[] {
  const opening = state.tasks[act.task]?.opening;
  const voted = Object.values(state.tasks).some((each) => each.opening === opening && each.status === 'done');
  const replaced = (act.attach ?? []).filter(({ kind, id }) => (state.materials[kind]?.id ?? id) !== id);
  return voted ? replaced.map(({ id }) => id) : [];
}

/** Attaches what is due here. A material may be due only because of another one (整改证明): so until nothing is added. */
function attachDue(draft: Draft, asked: Asked, offered: readonly MaterialRef[]): void {
  const rows = materialsDue(asked, { body: bodyNow(draft), context: contextNow(draft) });
  const due = new Set(rows.map((row) => row.kind));
  const materials = offered.filter((material) => due.has(material.kind));
  if (materials.length === 0) return;
  emit(draft, { type: 'materialsAttached', materials });
  attachDue(
    draft,
    asked,
    offered.filter((material) => !due.has(material.kind)),
  );
}

/** What bars this person from this outcome of the step: holder, duty, form, unseen text. A preview asks only the last. */
function barriers(
  draft: Draft,
  { task, step, outcome, act, actor }: Omit<Decision, 'outcome'> & { outcome: StepOutcome },
): Refusal[] {
  const barred = checkHolder(task, actor) ?? checkDuty(step, task, actor, draft);
  if (barred !== undefined) return [barred];
  const unseen = checkSeen(draft.state, act);
  return [...(unseen === undefined ? [] : [unseen]), ...checkForm(step, outcome, act)];
}

/** A decision with one of the step's outcomes. Gates are looked at, not thrown: the caller refuses on any unmet one. */
export function decideTask(
  draft: Draft,
  act: DecideAct,
  actor: Actor,
  options: { preview?: boolean } = {},
): Refusal[] {
  const found = openTask(draft, act.task);
  if ('code' in found) return [found];
  const { task, step } = found;
  const outcome = chosen(step, task, act);
  if ('code' in outcome) return options.preview === true ? [outcome] : [checkHolder(task, actor) ?? outcome];
  const barred = options.preview === true ? [] : barriers(draft, { task, step, outcome, act, actor });
  if (barred.length > 0) return barred;
  // The outcome that results must hold today, not only on the day somebody voted for it: the closing vote asks for it.
  const asked = askedOf(withoutYielding(draft, task, actor), step, task, outcome.outcome);
  const mistakes = takeIn(draft, step, asked, act);
  if (mistakes.length > 0) return mistakes;
  lookAtStep(draft, asked);
  recordDecision(draft, { task, step, act, actor, outcome: outcome.outcome });
  fallAway(draft, task, actor);
  conclude(draft, step, task.opening);
  return [];
}

interface Decision {
  readonly task: Task;
  readonly step: Step;
  readonly act: DecideAct;
  readonly actor: Actor;
  readonly outcome: string;
}

function recordDecision(draft: Draft, { task, step, act, actor, outcome }: Decision): void {
  const { comment, findings, grounds, seen } = act;
  emit(draft, {
    type: 'decided',
    task: task.id,
    person: ref(actor),
    outcome,
    ...defined({ comment, findings, grounds, seen }),
  });
  takePart(draft, step, task, actor);
  if (draft.state.status === 'draft') emit(draft, { type: 'statusChanged', status: 'active' });
}

/** Remembers who acted in which role: later stages ask. */
export function takePart(draft: Draft, step: Step, task: Task, actor: Actor): void {
  const { run, opening, role } = task;
  const participant = {
    person: actor.id,
    ...(actor.onBehalf === undefined ? {} : { onBehalf: actor.onBehalf.id }),
    role,
    act: actOf(step, task),
    run,
    occurrence: draft.state.occurrence,
    opening,
  };
  emit(draft, { type: 'participated', participant });
}
