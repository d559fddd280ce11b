/**
 * Separation of duties: applicant ≠ reviewer ≠ decider, nobody decides on their own submission, one person one seat;
 * contractor ≠ supervisor ≠ auditor ≠ test body. docs/decisions/005 says how far each reaches.
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

function isApplicant(actor: Actor, state: ProcessState, all: readonly Participant[], rules: Rules): boolean {
  if (state.kind === 'project' && state.owner.person.id === actor.id) return true;
  const first = rules.lifecycle[0]?.run;
  return all.some(
    (p) => p.person === actor.id && p.act === 'submitted' && p.role === 'projectOwner' && p.run === first,
  );
}

/** Refuses a seat to a person whom an earlier act of this project or run excludes; undefined when they may take it. */
export function checkDuty(
  step: Step,
  task: Task,
  actor: Actor,
  { state, around }: { state: ProcessState; around: Surroundings },
): Refusal | undefined {
  if (step.does === 'submit' || step.does === 'receive' || !task.votes) return undefined;
  const all = effective(state, around.outside).participants;
  const here = all.filter(
    (p) => p.person === actor.id && p.run === task.run && p.occurrence === state.occurrence,
  );
  const params = { task: task.id, step: step.step, person: actor.id };
  if (here.some((p) => p.act === 'submitted')) return refuse('duty/own-submission', params);
  if (isApplicant(actor, state, all, around.rules)) return refuse('duty/applicant-decides', params);
  if (task.onBehalfOf !== undefined) return undefined;
  if (here.some((p) => p.opening === task.opening)) return refuse('duty/two-seats', params);
  if (step.does === 'decide' && here.some((p) => p.act === 'reviewed'))
    return refuse('duty/reviewer-decides', params);
  return undefined;
}

const apart = ['contractor', 'supervisor', 'auditor', 'testBody'];

/** Refuses to bind one organisation to two of the roles that watch each other (HA-12.4, 采购法实施条例 18). */
export function checkParty(role: string, org: string, state: ProcessState): Refusal | undefined {
  if (!apart.includes(role)) return undefined;
  const other = apart.find((each) => each !== role && state.parties[each]?.org === org);
  return other === undefined
    ? undefined
    : refuse('duty/party-conflict', { role, other, org }, { basis: 'HA-12.4a' });
}
