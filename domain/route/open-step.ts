/** Opens a step: its seats become tasks, each with the key of those who may act. */
import { defined } from '../defined';
import { applies } from '../project/context';
import type { FeelContext } from '../pack/feel';
import type { Rules, Seat, Step } from '../pack/types';
import { roundOf, type BackTo, type ProcessState, type Task } from '../project/state';
import { DomainError } from '../refusals';
import { clockEvent } from './clock-events';
import { bodyNow, contextNow, emit, type Draft } from './draft';

/** The key whose holders may take a seat: a post of the jurisdiction, or the organisation bound as a party. */
export function keyOf(
  role: string,
  state: Pick<ProcessState, 'owner' | 'jurisdiction'>,
  rules: Pick<Rules, 'roles'>,
  parties: ProcessState['parties'],
): string {
  if (role === 'opener') return `person:${state.owner.person.id}`;
  const row = rules.roles[role];
  if (row === undefined) throw new DomainError('role/missing', `the pack has no role ${role}`);
  if (row.recordedBy !== undefined) return keyOf(row.recordedBy, state, rules, parties);
  if (row.is !== 'party') return `post:${state.jurisdiction}/${row.id}`;
  const party = parties[role];
  // The owner of a case is whoever opened it; its project's owner is the party.
  if (role === 'projectOwner') return `org:${party?.org ?? state.owner.org}`;
  // A party that is not bound yet: the seat opens all the same and is filled when the owner binds it.
  return party === undefined ? `party:${role}` : `org:${party.org}`;
}

function seatsOf(step: Step, context: FeelContext): Seat[] {
  return step.who
    .filter((seat) => applies(seat, context))
    .flatMap((seat) => Array.from({ length: seat.count }, () => seat));
}

function toTasks(draft: Draft, phase: string, step: Step, seats: readonly Seat[]): Task[] {
  const { state, around } = draft;
  const opening = state.openings + 1;
  const parties = { ...around.outside?.project?.parties, ...state.parties };
  return seats.map((seat, index) => {
    const behalf = around.rules.roles[seat.role]?.recordedBy === undefined ? undefined : seat.role;
    return {
      id: `${state.id}-T${String(state.taskCount + index + 1)}`,
      run: state.run ?? state.id,
      phase,
      step: step.step,
      round: roundOf(state),
      opening,
      seat: index,
      role: seat.role,
      key: keyOf(seat.role, state, around.rules, parties),
      votes: seat.votes,
      ...defined({ weight: seat.weight }),
      ...(behalf === undefined ? {} : { onBehalfOf: behalf }),
      status: step.inOrder && index > 0 ? 'waiting' : 'open',
      openedAt: around.now,
    };
  });
}

/** True when the step exists for this process and has at least one seat. */
export function isApplicable(step: Step, context: FeelContext): boolean {
  return applies(step, context) && seatsOf(step, context).length > 0;
}

/** A seat that opens for one person: whoever returned the step from it. */
export type HeldSeat = Pick<BackTo, 'seat' | 'person'>;

/** Opens the step as tasks and lets clocks know. */
export function openStep(draft: Draft, phase: string, step: Step, held?: HeldSeat): void {
  const tasks = toTasks(draft, phase, step, seatsOf(step, contextNow(draft))).map((task) =>
    task.seat === held?.seat ? { ...task, assignee: held.person } : task,
  );
  emit(draft, { type: 'stepOpened', phase, step: step.step, opening: draft.state.openings + 1, tasks });
  clockEvent(draft, `${step.step}.opened`);
}

/** Steps of the present run that stand before the open one: where a return may go. */
export function earlierSteps(draft: Draft): Step[] {
  const { open } = draft.state;
  const context = contextNow(draft);
  const all = bodyNow(draft).phases.flatMap((phase) => phase.steps);
  const here = all.findIndex((step) => step.step === open?.step);
  return all.slice(0, Math.max(here, 0)).filter((step) => isApplicable(step, context));
}
