/** Who would act at a step that is still to come: the people who hold its roles today. */
import type { Pack } from '../domain/pack/types';
import type { ProcessState } from '../domain/project/state';
import { keyOf } from '../domain/route/open-step';
import { listHolders } from '../models/users';
import type { TimelineItem } from './timeline';

/** Of a whole office the first few are named. */
const mostNamed = 5;

/** The item with the names of its people, where it is a step to come. */
export async function withNames(item: TimelineItem, state: ProcessState, pack: Pack): Promise<TimelineItem> {
  if (item.when !== 'predicted' || !Array.isArray(item['roles'])) return item;
  const who = await Promise.all(
    item['roles'].map(async (role: string) => {
      const holders = await listHolders(keyOf(role, state, pack, state.parties), mostNamed);
      return { role, names: holders.map(({ name }) => name) };
    }),
  );
  return { ...item, who };
}
