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

/** The directory as one activity asks it. */
export interface Directory {
  readonly holders: (key: string) => Promise<readonly User[]>;
  /** Absences on the day of an instant. */
  readonly absences: (people: readonly User[], now: string) => Promise<readonly Substitution[]>;
}

function once<T>(ask: (about: string) => Promise<T>): (about: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (about) => {
    const known = asked.get(about) ?? ask(about);
    asked.set(about, known);
    return known;
  };
}

/** Asks each question once, for one activity: the notices of fifty processes go to the same few posts. */
export function openDirectory(): Directory {
  const holders = once((key) => listHolders(key, mostHolders));
  const absences = once((asked) => {
    const [day = '', ...ids] = asked.split('\n');
    return listAbsences(ids, day);
  });
  return {
    holders,
    absences: (people, now) => absences([dateOf(now), ...people.map(({ id }) => id)].join('\n')),
  };
}

type Place = Pick<World, 'state' | 'tasks'> & {
  readonly directory: Directory;
  /** Says which absences hold. */
  readonly now: string;
};

/** Stand-ins hear of tasks alone, within the business they were named for; confidential matters stay with their readers. */
function concerns({ only }: Substitution, { task }: Addressed, { state, tasks }: Place): boolean {
  const row = task === undefined ? undefined : tasks.get(task);
  return row !== undefined && state.readers === undefined && isWithin(only, row);
}

async function standIns(holders: readonly User[], addressed: Addressed, place: Place): Promise<Recipient[]> {
  const absences = await place.directory.absences(holders, place.now);
  const named = absences.filter((absence) => concerns(absence, addressed, place));
  const found = await Promise.all(
    named.map(async ({ key, absent }) =>
      (await place.directory.holders(key)).map((user) => ({ user, inPlaceOf: absent.name })),
    ),
  );
  return found.flat();
}

/** Each person once, as themselves first; whoever did it is left out. */
export async function recipientsOf(addressed: Addressed, place: Place): Promise<Recipient[]> {
  const holders = await place.directory.holders(addressed.to);
  const all: Recipient[] = [
    ...holders.map((user) => ({ user })),
    ...(addressed.task === undefined ? [] : await standIns(holders, addressed, place)),
  ];
  const seen = new Set(addressed.by === null ? [] : [addressed.by]);
  return all.filter(({ user }) => !seen.has(user.id) && seen.add(user.id));
}
