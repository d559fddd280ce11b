/** Who stands in for whom, when and for what business. A substitution is never changed or deleted, only ended. */
import mongoose, { Schema, model } from 'mongoose';
import type { Period, SubstitutionScope } from '../domain/people/substitution';
import type { PersonRef } from '../domain/project/task';
import { inTransaction } from './connection';

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
schema.index({ ended: 1, until: 1 });

const SubstitutionModel = model('Substitution', schema, 'substitutions');

function toSubstitution({ _id, ...rest }: SubstitutionDocument): Substitution {
  return { id: _id, ...rest };
}

/** Every naming changes this document first, so that two at once come one after the other and see each other. */
const NamingModel = model(
  'SubstitutionNaming',
  new Schema<{ _id: string; count: number }>(
    { _id: text, count: { type: Number, required: true } },
    { strict: 'throw', versionKey: false },
  ),
  'substitutionnamings',
);
const naming = { _id: 'last' };

/** A substitution beside the one to be added, on days of its own. */
export type Named = Pick<Substitution, 'absent' | 'key' | 'from' | 'until'>;

/**
 * Adds a substitution; of two with the same id the first stays. `check` sees the others that hold on any of its days and
 * throws where it must not be added: nothing can be named between the look and the write.
 */
export async function addSubstitution(
  { id, ...rest }: Substitution,
  check: (beside: readonly Named[]) => Promise<void> | void,
): Promise<void> {
  await NamingModel.updateOne(naming, { $setOnInsert: { count: 0 } }, { upsert: true });
  await inTransaction(async (session) => {
    await NamingModel.updateOne(naming, { $inc: { count: 1 } }, { session });
    if ((await SubstitutionModel.exists({ _id: id }).session(session)) !== null) return;
    await check(
      await SubstitutionModel.find({ ended: null, from: { $lte: rest.until }, until: { $gte: rest.from } })
        .session(session)
        .lean<SubstitutionDocument[]>(),
    );
    await SubstitutionModel.create([{ _id: id, ...rest }], { session });
  });
  standing = undefined;
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
  standing = undefined;
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

/** Substitutions that hold on a day for any of these absent people. */
export async function listAbsences(absent: readonly string[], day: string): Promise<Substitution[]> {
  const found = await SubstitutionModel.collection
    .find<SubstitutionDocument>({
      'absent.id': { $in: absent },
      ended: null,
      from: { $lte: day },
      until: { $gte: day },
    } as never)
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

/** How long a process believes what stands; a change of its own it knows at once. */
const believedMs = 2_000;
/** Where more stand at once, each request asks for its own keys instead. */
const mostRemembered = 5_000;
let standing:
  { readonly database: string; readonly at: number; readonly answer: Promise<Substitution[]> } | undefined;

async function readStanding(today: () => Promise<string>): Promise<Substitution[]> {
  const found = await SubstitutionModel.collection
    .find<SubstitutionDocument>({ ended: null, until: { $gte: await today() } } as never)
    .sort({ at: 1, _id: 1 })
    .limit(mostRemembered + 1)
    .toArray();
  return found.map(toSubstitution);
}

/**
 * Substitutions that name one of these keys as substitute and are neither ended nor over, up to two seconds old: for what
 * is shown. An act in somebody's place asks `listNaming`. `today` is the day of the legal clock.
 */
export async function recentlyNaming(
  keys: readonly string[],
  today: () => Promise<string>,
): Promise<Substitution[]> {
  const { name: database } = mongoose.connection;
  const at = performance.now();
  if (standing?.database !== database || at - standing.at > believedMs) {
    const asked = { database, at, answer: readStanding(today) };
    standing = asked;
    // An outage is not remembered.
    asked.answer.catch(() => {
      if (standing === asked) standing = undefined;
    });
  }
  const all = await standing.answer;
  return all.length > mostRemembered ? listNaming(keys) : all.filter(({ key }) => keys.includes(key));
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
