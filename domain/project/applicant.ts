/** An administrator puts somebody else in the applicant's place (变更申请人): what a leaver applied for goes on. Pure. */
import { refuse, type Refusal } from '../refusals';
import { emit, type Draft } from '../route/draft';
import { checkSteer } from '../route/steer';
import { checkMayRead, ref } from '../route/whom';
import type { Actor, ProjectAct } from './commands';
import type { ProcessState } from './state';

/** The applicant is of the organisation that applied, and has judged nothing here: applicant ≠ reviewer ≠ decider. */
function checkSuccessor({ owner, participants }: ProcessState, to: Actor): Refusal | undefined {
  if (to.id === owner.person.id || to.org !== owner.org)
    return refuse('applicant/unfit', { to: to.name, org: owner.org });
  const judged = participants.some(
    ({ person, onBehalf, act }) =>
      (person === to.id || onBehalf === to.id) && (act === 'reviewed' || act === 'decided'),
  );
  return judged ? refuse('applicant/judged', { to: to.name }) : undefined;
}

/**
 * Names another applicant of a project or case, with a reason. Seats that are the applicant's by name go along; whoever
 * applied before stays barred from judging it.
 */
export function correctApplicant(
  draft: Draft,
  act: Extract<ProjectAct, { type: 'correctApplicant' }>,
  actor: Actor,
): Refusal[] {
  const { to, comment: reason } = act;
  const barred =
    checkSteer(draft, 'correctApplicant', reason, actor) ??
    checkSuccessor(draft.state, to) ??
    checkMayRead(draft, to);
  if (barred !== undefined) return [barred];
  const from = draft.state.owner.person;
  emit(draft, { type: 'applicantCorrected', person: ref(actor), from, to: ref(to), reason });
  return [];
}
