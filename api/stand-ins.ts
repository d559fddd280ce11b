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
import { listNaming, recentlyNaming, type Substitution } from '../models/substitutions';
import { findUsers } from '../models/users';
import type { Clock } from './clock';
import { actorOf, type Person } from './person';
import { problem } from './problem';
import type { Ask } from './route';

/**
 * The absent people whom this person stands in for today (legal clock), as it was two seconds ago at most: for what they
 * are shown. An account that was closed has nobody to stand in for it.
 */
export async function standInsOf(actor: Actor, clock: Clock): Promise<StandIn[]> {
  const today = async () => dateOf(await clock.now());
  return holding(actor, await recentlyNaming(actor.keys, today), today);
}

/** The same as it is now: for what they do. */
async function standInsNow(actor: Actor, clock: Clock): Promise<StandIn[]> {
  return holding(actor, await listNaming(actor.keys), async () => dateOf(await clock.now()));
}

async function holding(
  actor: Actor,
  named: readonly Substitution[],
  today: () => Promise<string>,
): Promise<StandIn[]> {
  const naming = named.filter(({ absent }) => absent.id !== actor.id);
  if (naming.length === 0) return [];
  const day = await today();
  const now = naming.filter((each) => isDuring(each, day));
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

interface ActWish {
  readonly action: string;
  readonly onBehalf?: string | undefined;
}

/** As whom a person acts now: whoever acts in somebody's place must stand in for them at this moment, not two seconds ago. */
export async function actingNow(
  { person, api }: Ask,
  row: Seat & { readonly id: string },
  wish: ActWish,
): Promise<Actor> {
  const isNamed = wish.onBehalf !== undefined && wish.onBehalf !== person.actor.id;
  if (!isNamed && actingAs(person, row, wish).onBehalf === undefined) return person.actor;
  return actingAs({ ...person, standIns: await standInsNow(person.actor, api.clock) }, row, wish);
}

/** As whom a person acts: for whoever they name, else as themselves where they hold the task, else for whom they stand in on it. */
function actingAs(
  { actor, standIns }: Person,
  row: Seat & { readonly id: string },
  { action, onBehalf }: ActWish,
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
