/**
 * Separation of duties: applicant ≠ reviewer ≠ decider, nobody decides on their own submission, one person one seat.
 * docs/decisions/005 says how far each reaches.
 */
import type { Rules, Step } from '../pack/types';
import { effective, type Surroundings } from '../project/context';
import type { Actor } from '../project/commands';
import type { Participant, ProcessState, Task } from '../project/state';
import { refuse, type Refusal } from '../refusals';

/** What taking a seat of this step makes of a person. */
export function actOf(step: Step, task: Task): Participant['act'] {
  if (task.onBehalfOf !== undefined) return 'recorded';
  switch (step.does) {
    case 'submit':
      return 'submitted';
    case 'advise':
      return 'reviewed';
    case 'receive':
      return 'received';
    case 'decide':
      return task.votes ? 'decided' : 'reviewed';
  }
}

/** True when this person took part, or a substitute did for them. */
export function tookPart({ person, onBehalf }: Participant, id: string): boolean {
  return person === id || onBehalf === id;
}

/** Whoever opened the project, or handed in what it begins with (a report for the plan) or its application. */
function isApplicant(
  id: string,
  { state, around: { outside } }: About,
  all: readonly Participant[],
  rules: Rules,
): boolean {
  if (namedApplicants(state, outside?.project?.applicants).includes(id)) return true;
  const runs = rules.lifecycle.filter(({ kind }, index) => index === 0 || kind === 'application');
  return all.some(
    (p) =>
      tookPart(p, id) &&
      p.act === 'submitted' &&
      p.role === 'projectOwner' &&
      runs.some(({ run }) => run === p.run),
  );
}

/** Of a project its handler; of a case whoever took it over; whoever was it before; and those of the project a case is about. */
function namedApplicants(
  { kind, owner, applicantsBefore }: ProcessState,
  ofProject: readonly string[] = [],
): readonly string[] {
  const isNamed = kind === 'project' || applicantsBefore !== undefined;
  return [...(isNamed ? [owner.person.id] : []), ...(applicantsBefore ?? []), ...ofProject];
}

interface About {
  readonly state: ProcessState;
  readonly around: Surroundings;
}

/**
 * Refuses a seat to a person whom an earlier act of this project or run excludes; undefined when they may take it. Where
 * a substitute acts both persons are looked at: neither may decide on what either of them handed in (代理不得规避回避).
 */
export function checkDuty(step: Step, task: Task, actor: Actor, about: About): Refusal | undefined {
  if (step.does === 'submit' || step.does === 'receive') return undefined;
  const { id, onBehalf } = actor;
  const own = checkPerson(step, task, id, about);
  return own ?? (onBehalf === undefined ? undefined : checkPerson(step, task, onBehalf.id, about));
}

function checkPerson(step: Step, task: Task, person: string, { state, around }: About): Refusal | undefined {
  const all = effective(state, around.outside).participants;
  const run = all.filter((p) => p.run === task.run && p.occurrence === state.occurrence);
  const here = run.filter((p) => tookPart(p, person));
  const params = { task: task.id, step: step.step, person };
  if (takesSecondSeat(here, task)) return refuse('duty/two-seats', params);
  // A signer added by hand holds no seat of the pack: the bars of a voter hold, counted or not.
  if (!task.votes && task.added === undefined) return undefined;
  if (isOwnSubmission(here, run, task)) return refuse('duty/own-submission', params);
  if (isApplicant(person, { state, around }, all, around.rules))
    return refuse('duty/applicant-decides', params);
  return task.votes && reviewedHere(step, task, here) ? refuse('duty/reviewer-decides', params) : undefined;
}

/** True for the applicant of the project and for whoever handed something in during the present run. */
export function isPartial(actor: Actor, { state, around }: About): boolean {
  const all = effective(state, around.outside).participants;
  return (
    isApplicant(actor.id, { state, around }, all, around.rules) ||
    all.some((p) => tookPart(p, actor.id) && p.act === 'submitted' && p.run === state.run)
  );
}

/** True for people of the owner's organisation and of the parties: no seat of judgement is given to them by hand. */
export function isOutsider(actor: Actor, { state, around }: About): boolean {
  const orgs = [
    state.owner.org,
    ...Object.values(effective(state, around.outside).parties).map(({ org }) => org),
  ];
  const project = around.outside?.project?.owner.org;
  return [...orgs, ...(project === undefined ? [] : [project])].some(
    (org) => actor.org === org || actor.keys.includes(`org:${org}`),
  );
}

/** Entering the decision of a body is no seat of one's own. */
function takesSecondSeat(mine: readonly Participant[], task: Task): boolean {
  return task.onBehalfOf === undefined && mine.some((p) => p.opening === task.opening);
}

function reviewedHere(step: Step, task: Task, mine: readonly Participant[]): boolean {
  const decides = step.does === 'decide' && task.onBehalfOf === undefined;
  return decides && mine.some((p) => p.act === 'reviewed');
}

/** What a step judges is what was handed in last before it in this run; an earlier paper of the same person is not. */
function isOwnSubmission(mine: readonly Participant[], run: readonly Participant[], task: Task): boolean {
  const openings = run.filter((p) => p.act === 'submitted' && p.opening < task.opening).map((p) => p.opening);
  const latest = Math.max(0, ...openings);
  return mine.some((p) => p.act === 'submitted' && p.opening === latest);
}
