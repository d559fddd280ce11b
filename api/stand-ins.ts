/** For whom a person stands in today, and as whom they act on a task. Which tasks a substitution reaches is the domain's rule. */
import { dateOf } from '../domain/clocks/dates';
import {
  actingFor,
  isDuring,
  onBehalfOf,
  reaches,
  substituteActs,
  type Seat,
  type StandIn,
} from '../domain/people/substitution';
import type { Actor } from '../domain/project/commands';
import type { ProcessState, Task } from '../domain/project/state';
import { listNaming } from '../models/substitutions';
import { findUsers } from '../models/users';
import type { Clock } from './clock';
import { actorOf, type Person } from './person';
import { problem } from './problem';

/** The absent people whom this person stands in for today (legal clock). An account that was closed has nobody to stand in for it. */
export async function standInsOf(actor: Actor, clock: Clock): Promise<StandIn[]> {
  const naming = (await listNaming(actor.keys)).filter(({ absent }) => absent.id !== actor.id);
  if (naming.length === 0) return [];
  const today = dateOf(await clock.now());
  const now = naming.filter((each) => isDuring(each, today));
  const users = await findUsers(now.map(({ absent }) => absent.id));
  const absent = new Map(users.filter(({ active }) => active).map((user) => [user.id, actorOf(user)]));
  return now.flatMap(({ id, absent: { id: person }, only }) => {
    const found = absent.get(person);
    if (found === undefined) return [];
    const { name, org, keys } = found;
    return [{ id, absent: { id: person, name, org, keys }, only }];
  });
}

/** A task of a process with what a scope may name. */
export function seatOf(task: Task, { jurisdiction, caseType, stage }: ProcessState): Seat {
  const { key, role, assignee } = task;
  return {
    ...{ key, role, jurisdiction, caseType: caseType ?? null, stage },
    ...(assignee === undefined ? {} : { assignee }),
  };
}

/** True when the person stands in for somebody on a task of this process. */
export function standsInAt({ standIns }: Person, state: ProcessState): boolean {
  return standIns.some((each) =>
    Object.values(state.tasks).some((task) => reaches(each, seatOf(task, state))),
  );
}

/** Whom a person would act for on a row of the inbox, as the row shows it. */
export function absentAt({ actor, standIns }: Person, row: Seat): { id: string; name: string } | undefined {
  const found = actingFor(row, actor, standIns)?.absent;
  return found === undefined ? undefined : { id: found.id, name: found.name };
}

/** As whom a person acts: for whoever they name, else as themselves where they hold the task, else for whom they stand in on it. */
export function actingAs(
  { actor, standIns }: Person,
  row: Seat & { readonly id: string },
  { action, onBehalf }: { readonly action: string; readonly onBehalf?: string | undefined },
): Actor {
  if (onBehalf === actor.id) return actor;
  const mine = onBehalf === undefined ? standIns : standIns.filter(({ absent }) => absent.id === onBehalf);
  const isOwn = onBehalf === undefined && !substituteActs.some((each) => each === action);
  const found =
    onBehalf === undefined ? actingFor(row, actor, mine) : mine.find((each) => reaches(each, row));
  if (found === undefined && onBehalf !== undefined)
    throw problem('substitute/none', { person: onBehalf, task: row.id });
  return found === undefined || isOwn ? actor : onBehalfOf(actor, found);
}
