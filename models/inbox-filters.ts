/** Filters of the inbox that people keep under a name. One document a person, so that number and names are bounded by one write. */
import { Schema, model } from 'mongoose';
import { isDuplicateKey } from './connection';

/** Filters one person may keep. */
export const mostFilters = 50;

export interface SavedFilter {
  readonly id: string;
  readonly name: string;
  /** What it asks the inbox for: as the request that uses it would say it. */
  readonly query: Readonly<Record<string, string | boolean>>;
  /** Raised by every change. */
  readonly version: number;
  /** ISO UTC instant of the legal clock. */
  readonly updatedAt: string;
}

interface FiltersDocument {
  _id: string;
  filters: SavedFilter[];
}

const schema = new Schema<FiltersDocument>(
  { _id: { type: String, required: true }, filters: { type: [Schema.Types.Mixed], default: [] } as never },
  { strict: 'throw', versionKey: false, minimize: false },
);

const FiltersModel = model('InboxFilters', schema, 'inboxfilters');

/** The filters a person keeps, in the order of their names. */
export async function listFilters(person: string): Promise<SavedFilter[]> {
  const found = await FiltersModel.collection.findOne<FiltersDocument>({ _id: person } as never);
  return (found?.filters ?? []).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One filter of a person. */
export async function findFilter(person: string, id: string): Promise<SavedFilter | null> {
  return (await listFilters(person)).find((each) => each.id === id) ?? null;
}

/** What became of a change: `taken` is a name that another filter bears. */
export type FilterOutcome = 'done' | 'taken' | 'full' | 'gone';

/** Adds it to a person's document, or opens one; false when there is one that it does not fit. */
async function push(person: string, filter: SavedFilter): Promise<boolean> {
  const fits = {
    _id: person,
    [`filters.${String(mostFilters - 1)}`]: { $exists: false },
    filters: { $not: { $elemMatch: { $or: [{ name: filter.name }, { id: filter.id }] } } },
  };
  const added = { $push: { filters: filter } };
  try {
    await FiltersModel.collection.updateOne(fits as never, added as never, { upsert: true });
    return true;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return false;
  }
}

/** Adds a filter under a name of its own; of two with the same id the first stays. */
export async function addFilter(person: string, filter: SavedFilter): Promise<FilterOutcome> {
  // A person's first two filters at once both open the document: whoever comes second finds it on the next try.
  if ((await push(person, filter)) || (await push(person, filter))) return 'done';
  const kept = await listFilters(person);
  if (kept.some(({ id }) => id === filter.id)) return 'done';
  return kept.some(({ name }) => name === filter.name) ? 'taken' : 'full';
}

/** Puts a changed filter in the place of the version it was made from; `gone` when that is not there any more. */
export async function replaceFilter(person: string, filter: SavedFilter): Promise<FilterOutcome> {
  const { id, name, version } = filter;
  const done = await FiltersModel.collection.updateOne(
    {
      _id: person,
      $and: [
        { filters: { $elemMatch: { id, version: version - 1 } } },
        { filters: { $not: { $elemMatch: { name, id: { $ne: id } } } } },
      ],
    } as never,
    { $set: { 'filters.$[own]': filter } },
    { arrayFilters: [{ 'own.id': id }] },
  );
  if (done.matchedCount === 1) return 'done';
  const kept = await listFilters(person);
  return kept.some((each) => each.id === id && each.version === version - 1) ? 'taken' : 'gone';
}

/** Forgets this version of a filter; false when it is not there. */
export async function removeFilter(person: string, { id, version }: SavedFilter): Promise<boolean> {
  const done = await FiltersModel.collection.updateOne(
    { _id: person, filters: { $elemMatch: { id, version } } } as never,
    { $pull: { filters: { id } } } as never,
  );
  return done.modifiedCount === 1;
}
