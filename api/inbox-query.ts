/** What an inbox can be asked for, in a request and in a saved filter; a request that names a filter goes before it. */
import { z } from 'zod';
import { defined } from '../domain/defined';
import { findFilter } from '../models/inbox-filters';
import { taskViews } from './ports';
import { problem } from './problem';
import { Id } from './schemas';

const sorts = ['opened', 'urgency'] as const;

/** The parts that are said alike in a request and in a saved filter. */
export const inboxParts = {
  view: z.enum(taskViews).optional().meta({ description: 'todo' }),
  sort: z.enum(sorts).optional().meta({
    description:
      'opened：按到达先后 · urgency：已逾期在前，其次剩余工作日少的，同日已催办的在前 · by urgency: overdue first, then the fewest working days left, of one day what was urged',
  }),
  stage: Id.optional(),
  jurisdiction: Id.optional(),
  owner: Id.optional(),
  text: z.string().min(1).max(100).optional(),
};

export const SavedQuery = z
  .strictObject({ ...inboxParts, overdue: z.boolean().optional() })
  .meta({ id: 'InboxQuery', description: '待办筛选条件 · What a saved filter asks the inbox for' });
export type SavedQuery = z.output<typeof SavedQuery>;

/** Views whose rows are open, so that they can be sorted by urgency. */
const byUrgency: readonly string[] = ['todo', 'claimable', 'started', 'all'];

/** Refuses an order that a view does not have. */
export function requireSortable({ view = 'todo', sort }: SavedQuery): void {
  if (sort === 'urgency' && !byUrgency.includes(view))
    throw problem('inbox/not-by-urgency', { view, allowed: byUrgency });
}

/** The request over the saved filter that it names, with the values of the house for the rest. */
export async function inboxWish(
  person: string,
  { filter, ...asked }: SavedQuery & { filter?: string | undefined },
) {
  const kept = filter === undefined ? undefined : await findFilter(person, filter);
  if (kept === null) throw problem('filter/not-found', { filter });
  // Kept as it was read by the same schema; what newer code does not know any more is left out.
  const saved = SavedQuery.safeParse(kept?.query ?? {}).data ?? {};
  const wish = { view: 'todo' as const, sort: 'opened' as const, ...defined(saved), ...defined(asked) };
  requireSortable(wish);
  return wish;
}
