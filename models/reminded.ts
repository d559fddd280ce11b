/** Processes whose deadlines people are reminded of, a page at a time. */
import type { ProcessState } from '../domain/project/state';
import { runs, type RunDocument } from './process-schemas';

/** Open processes after an id, in order; suspended ones stand still and remind nobody. */
export async function pageClocked(
  after: string | null,
  limit: number,
): Promise<{ states: ProcessState[]; next: string | null }> {
  const filter = { open: true, ...(after === null ? {} : { _id: { $gt: after } }) };
  const page = await runs.collection
    .find<RunDocument>(filter as never)
    .sort({ open: 1, _id: 1 })
    .limit(limit)
    .toArray();
  const next = page.length < limit ? null : (page.at(-1)?._id ?? null);
  return { states: page.map(({ state }) => state).filter(({ status }) => status !== 'suspended'), next };
}
