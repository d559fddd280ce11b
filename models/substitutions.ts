/** Who stands in for whom, when and for what business. A substitution is never changed or deleted, only ended. */
import { Schema, model } from 'mongoose';
import type { Link, Period, SubstitutionScope } from '../domain/people/substitution';
import type { PersonRef } from '../domain/project/task';
import { isDuplicateKey } from './connection';

export interface Substitution extends Period {
  readonly id: string;
  readonly absent: PersonRef;
  /** Whoever holds this key stands in: `person:<id>`, or `post:<jurisdiction>/<post>`. */
  readonly key: string;
  /** The substitute's name, or the post. */
  readonly name: string;
  readonly only: SubstitutionScope;
  readonly reason: string;
  readonly by: PersonRef;
  /** ISO UTC instant. */
  readonly at: string;
  readonly ended: { readonly by: PersonRef; readonly at: string; readonly reason: string } | null;
}

interface SubstitutionDocument extends Omit<Substitution, 'id'> {
  _id: string;
}

const text = { type: String, required: true } as const;
const plain = { type: Schema.Types.Mixed, required: true } as const;

const schema = new Schema<SubstitutionDocument>(
  {
    _id: text,
    absent: plain,
    key: text,
    name: text,
    only: plain,
    from: text,
    until: text,
    reason: { type: String, default: '' },
    by: plain,
    at: text,
    ended: { type: Schema.Types.Mixed, default: null },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);
schema.index({ key: 1, ended: 1, until: 1 });
schema.index({ 'absent.id': 1, at: -1 });
schema.index({ at: -1, _id: -1 });

const SubstitutionModel = model('Substitution', schema, 'substitutions');

function toSubstitution({ _id, ...rest }: SubstitutionDocument): Substitution {
  return { id: _id, ...rest };
}

/** Adds a substitution; of two with the same id the first stays. */
export async function addSubstitution({ id, ...rest }: Substitution): Promise<void> {
  try {
    await SubstitutionModel.create({ _id: id, ...rest });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}

/** One substitution, ended or not. */
export async function findSubstitution(id: string): Promise<Substitution | null> {
  const found = await SubstitutionModel.findById(id).lean<SubstitutionDocument>();
  return found === null ? null : toSubstitution(found);
}

/** Ends a substitution that has not been ended; false when it has. */
export async function endSubstitution(
  id: string,
  ended: NonNullable<Substitution['ended']>,
): Promise<boolean> {
  const done = await SubstitutionModel.updateOne({ _id: id, ended: null }, { $set: { ended } });
  return done.modifiedCount === 1;
}

/** Substitutions that were not ended and name one of these keys as substitute, whatever their days. */
export async function listNaming(keys: readonly string[]): Promise<Substitution[]> {
  const found = await SubstitutionModel.collection
    .find<SubstitutionDocument>({ key: { $in: keys }, ended: null } as never)
    .sort({ at: 1, _id: 1 })
    .toArray();
  return found.map(toSubstitution);
}

/** Substitutions of a person, absent or standing in by name, that are not over on a day; oldest first. */
export async function listOpenOf(person: string, day: string): Promise<Substitution[]> {
  const found = await SubstitutionModel.collection
    .find<SubstitutionDocument>({
      $or: [{ 'absent.id': person }, { key: `person:${person}` }],
      ended: null,
      until: { $gte: day },
    } as never)
    .sort({ at: 1, _id: 1 })
    .toArray();
  return found.map(toSubstitution);
}

/** Links between people on any day of a period, beside one substitution: what a circle may be made of. */
export async function listLinks({ from, until }: Period, beside: string): Promise<Link[]> {
  const found = await SubstitutionModel.find({
    _id: { $ne: beside },
    ended: null,
    from: { $lte: until },
    until: { $gte: from },
    key: /^person:/u,
  }).lean<SubstitutionDocument[]>();
  return found.map(({ absent, key, from: first, until: last }) => ({
    absent: absent.id,
    substitute: key.slice('person:'.length),
    from: first,
    until: last,
  }));
}

export interface SubstitutionQuery {
  /** Those that this person set or is absent in, or that one of these keys stands in for; null for all. */
  readonly of: { readonly person: string; readonly keys: readonly string[] } | null;
  readonly limit: number;
  /** `<instant>|<id>` of the last row of the page before. */
  readonly cursor?: string;
}

/** One page of substitutions, newest first. */
export async function listSubstitutions({
  of,
  limit,
  cursor,
}: SubstitutionQuery): Promise<{ items: Substitution[]; nextCursor: string | null }> {
  const [at, id] = cursor?.split('|') ?? [];
  const after = at === undefined ? {} : { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] };
  const whose =
    of === null
      ? {}
      : { $or: [{ 'absent.id': of.person }, { 'by.id': of.person }, { key: { $in: of.keys } }] };
  const rows = await SubstitutionModel.collection
    .find<SubstitutionDocument>({ $and: [whose, after] } as never)
    .sort({ at: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(toSubstitution);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : `${last.at}|${last.id}` };
}
