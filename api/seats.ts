/** Shows the open tasks of a process with how many people can act on each, and an alarm where nobody can. */
import { unfilledSeats, vacancyOf, type Vacancy } from '../domain/people/vacancy';
import type { ProcessState, Task } from '../domain/project/state';
import { countActing } from '../models/holders';
import { inBoth } from './problem';
import { rulesFor } from './process-reads';
import type { Ask } from './route';
import { openTasksOf } from '../domain/project/task';

export interface Alarm {
  readonly code: Vacancy['code'];
  readonly detail: string;
  readonly mustAct: Vacancy['mustAct'];
}

export interface PresentedTask extends Task {
  /** Active people who can act on it. */
  readonly holders: number;
  readonly alarm?: Alarm;
}

export interface PresentedSeats {
  readonly openTasks: readonly PresentedTask[];
  /** Seats of parties that are not bound yet, whose turn has come or will come in this step. */
  readonly unfilled: readonly unknown[];
}

function toAlarm(vacancy: Vacancy, ask: Ask): Alarm {
  const { code, mustAct } = vacancy;
  return { code, detail: inBoth(vacancy, ask.language), mustAct };
}

/** The open tasks and unfilled seats of a process as this person reads them. */
export async function presentSeats(ask: Ask, state: ProcessState): Promise<PresentedSeats> {
  const open = openTasksOf(state);
  const [acting, rules] = await Promise.all([countActing(open), rulesFor(ask, state)]);
  const openTasks = open.map((task) => {
    const holders = acting.get(task.id) ?? 0;
    const vacancy = vacancyOf(task, holders, rules);
    return { ...task, holders, ...(vacancy === undefined ? {} : { alarm: toAlarm(vacancy, ask) }) };
  });
  const unfilled = unfilledSeats(state, rules).map(({ vacancy, ...seat }) => ({
    ...seat,
    ...toAlarm(vacancy, ask),
  }));
  return { openTasks, unfilled };
}
