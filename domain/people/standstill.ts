/** Proves that an open process goes on: somebody can act on an open task, or the engine has something to wait for. Pure. */
import { nextWake } from '../project/clock-reached';
import type { Actor } from '../project/commands';
import type { Surroundings } from '../project/context';
import { nextEffect } from '../project/effects';
import { isOver } from '../project/life';
import type { ProcessState, Task } from '../project/state';
import { openTasksOf } from '../project/task';
import { stepOfTask } from '../route/decide-task';
import { openDraft } from '../route/draft';
import { checkDuty } from './separation';
import { vacancyCode, type VacancyCode } from './vacancy';

/** `seat/all-barred`: people hold the seat, but the duties bar each of them. `process/no-task`: nobody is asked for anything. */
export type StandstillCode = VacancyCode | 'seat/all-barred' | 'process/no-task';

/** A process that nobody and nothing moves: why, and for each open task who is missing. */
export interface Standstill {
  readonly code: StandstillCode;
  readonly tasks: readonly { readonly task: Task; readonly code: StandstillCode }[];
}

/** Active people who hold the acting key of a task. */
export type Holders = (task: Task) => readonly Actor[];

function codeOf(
  task: Task,
  holders: readonly Actor[],
  about: { state: ProcessState; around: Surroundings },
): StandstillCode | undefined {
  const vacant = vacancyCode(task, holders.length);
  if (vacant !== undefined) return vacant;
  const step = stepOfTask(openDraft(about.state, about.around), task);
  const isAble = holders.some((each) => checkDuty(step, task, each, about) === undefined);
  return isAble ? undefined : 'seat/all-barred';
}

/** In use, also while it is suspended: nobody is asked for anything, and resuming it needs no task. */
function restsInUse({ status, suspension }: ProcessState): boolean {
  return (suspension?.before ?? status) === 'inUse';
}

/**
 * Why a process stands still for good; undefined while it goes on, rests in use, or is over. With open tasks one of them
 * must have somebody who may act on it: a deadline that runs moves nothing. Without any, a clock or an effect must be on its way.
 */
export function standstillOf(
  state: ProcessState,
  around: Surroundings,
  holders: Holders,
): Standstill | undefined {
  if (isOver(state)) return undefined;
  const open = openTasksOf(state);
  if (open.length === 0) {
    const goesOn = restsInUse(state) || nextWake(state) !== undefined || nextEffect(state) !== undefined;
    return goesOn ? undefined : { code: 'process/no-task', tasks: [] };
  }
  const tasks = open.map((task) => ({ task, code: codeOf(task, holders(task), { state, around }) }));
  const stuck = tasks.flatMap(({ task, code }) => (code === undefined ? [] : [{ task, code }]));
  const [first] = stuck;
  return first === undefined || stuck.length < open.length ? undefined : { code: first.code, tasks: stuck };
}
