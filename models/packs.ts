/** Published policy packs. A version is immutable: the same id and version with another hash is never stored. */
import { Schema, model } from 'mongoose';
import type { Pack, PackRef } from '../domain/pack/types';
import { isDuplicateKey } from './connection';

export interface PublishedPack {
  readonly ref: PackRef;
  readonly zh: string;
  readonly inForceFrom: string;
  readonly inForceTo: string | null;
  readonly pack: Pack;
  /** The text as it was published. */
  readonly source: string;
  readonly publishedBy: string;
  readonly publishedAt: string;
}

/** The pack as stored: parsed and hashed when it was published, so it is read back without another check. */
interface PackDocument extends Omit<PublishedPack, 'pack'> {
  _id: string;
  pack: unknown;
}

const schema = new Schema<PackDocument>(
  {
    _id: { type: String, required: true },
    ref: { type: Schema.Types.Mixed, required: true },
    zh: { type: String, required: true },
    inForceFrom: { type: String, required: true },
    inForceTo: { type: String, default: null },
    pack: { type: Schema.Types.Mixed, required: true },
    source: { type: String, required: true },
    publishedBy: { type: String, required: true },
    publishedAt: { type: String, required: true },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);
schema.index({ 'ref.id': 1, publishedAt: -1 });

const PackModel = model('Pack', schema, 'packs');

const keyOf = (id: string, version: string): string => `${id}@${version}`;

/** Stores a version once. `published`: new; `same`: it was there already; `conflict`: it is there with another content. */
export async function publishPack(
  pack: Pack,
  more: { readonly source: string; readonly publishedBy: string; readonly publishedAt: string },
): Promise<'published' | 'same' | 'conflict'> {
  try {
    await PackModel.create({
      _id: keyOf(pack.ref.id, pack.ref.version),
      ref: pack.ref,
      zh: pack.measure.zh,
      inForceFrom: pack.measure.inForce.from,
      inForceTo: pack.measure.inForce.to ?? null,
      pack,
      ...more,
    });
    return 'published';
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const known = await findPack(pack.ref.id, pack.ref.version);
    return known?.ref.hash === pack.ref.hash ? 'same' : 'conflict';
  }
}

/** Versions read before: a published one never changes, and every decision asks for its own. */
const known = new Map<string, PublishedPack>();
const mostKnown = 50;

/** One published version. */
export async function findPack(id: string, version: string): Promise<PublishedPack | null> {
  const key = keyOf(id, version);
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = await PackModel.findById(key).lean<PackDocument>();
  if (found === null) return null;
  const published = toPublished(found);
  if (known.size >= mostKnown) known.clear();
  known.set(key, published);
  return published;
}

/** The newest version of a pack in force on a date (YYYY-MM-DD, Asia/Shanghai). */
export async function findPackInForce(id: string, date: string): Promise<PublishedPack | null> {
  const found = await PackModel.find({ 'ref.id': id })
    .sort({ publishedAt: -1, _id: -1 })
    .lean<PackDocument[]>();
  const inForce = found.find(
    (pack) => pack.inForceFrom <= date && (pack.inForceTo === null || date <= pack.inForceTo),
  );
  return inForce === undefined ? null : toPublished(inForce);
}

export type PackSummary = Omit<PublishedPack, 'pack' | 'source'>;

/** Every published version without its content, newest first. */
export async function listPacks(): Promise<PackSummary[]> {
  return PackModel.find({}, { _id: 0, pack: 0, source: 0 })
    .sort({ publishedAt: -1, _id: -1 })
    .lean<PackSummary[]>();
}

function toPublished({ _id: _id, pack, ...rest }: PackDocument): PublishedPack {
  return { ...rest, pack: pack as Pack };
}
