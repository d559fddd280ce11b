/** Who hears of a notice: the holders of its key, and whoever stands in for one of them on that day and in that business. */
import { dateOf } from '../domain/clocks/dates';
import type { Addressed } from '../domain/notices/notice';
import type { World } from '../domain/notices/notices-of';
import { isWithin } from '../domain/people/substitution';
import { listAbsences, type Substitution } from '../models/substitutions';
import { listHolders, type User } from '../models/users';

/** People told of a task that a whole office may take. */
const mostHolders = 200;

export interface Recipient {
  readonly user: User;
  /** Name of the absent person whose place the user takes. */
  readonly inPlaceOf?: string;
}

type Place = Pick<World, 'state' | 'tasks'>;

/** Stand-ins hear of tasks alone, within the business they were named for; confidential matters stay with their readers. */
function concerns({ only }: Substitution, { task }: Addressed, { state, tasks }: Place): boolean {
  const row = task === undefined ? undefined : tasks.get(task);
  return row !== undefined && state.readers === undefined && isWithin(only, row);
}

async function standIns(
  holders: readonly User[],
  addressed: Addressed,
  place: Place,
  now: string,
): Promise<Recipient[]> {
  const absences = await listAbsences(
    holders.map(({ id }) => id),
    dateOf(now),
  );
  const named = absences.filter((absence) => concerns(absence, addressed, place));
  const found = await Promise.all(
    named.map(async ({ key, absent }) =>
      (await listHolders(key, mostHolders)).map((user) => ({ user, inPlaceOf: absent.name })),
    ),
  );
  return found.flat();
}

/** Each person once, as themselves first; whoever did it is left out. `now` says which absences hold. */
export async function recipientsOf(addressed: Addressed, place: Place, now: string): Promise<Recipient[]> {
  const holders = await listHolders(addressed.to, mostHolders);
  const all: Recipient[] = [
    ...holders.map((user) => ({ user })),
    ...(addressed.task === undefined ? [] : await standIns(holders, addressed, place, now)),
  ];
  const seen = new Set(addressed.by === null ? [] : [addressed.by]);
  return all.filter(({ user }) => !seen.has(user.id) && seen.add(user.id));
}
