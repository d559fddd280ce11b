/** Material files: bytes in GridFS, one document a version. Staged until a decision freezes them into its process. */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import mongoose, { Schema, model } from 'mongoose';
import type { Fields, MaterialRef } from '../domain/project/commands';
import { isDuplicateKey } from './connection';

export interface StoredMaterial extends MaterialRef {
  readonly workflowId: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly uploaderOrg: string;
  /** Upload command, so that the same key stores the file once. */
  readonly commandId: string;
}

interface MaterialDocument extends Omit<StoredMaterial, 'id' | 'fields' | 'author'> {
  _id: string;
  fields: unknown;
  author?: unknown;
  gridId: mongoose.Types.ObjectId;
  /** Its bytes are not here: the database came from an older copy. The same file, uploaded again, takes its place. */
  lost?: boolean;
}

const schema = new Schema<MaterialDocument>(
  {
    _id: { type: String, required: true },
    workflowId: { type: String, required: true },
    kind: { type: String, required: true },
    version: { type: Number, required: true },
    sha256: { type: String, required: true },
    fileName: { type: String, required: true },
    contentType: { type: String, required: true },
    bytes: { type: Number, required: true },
    fields: { type: Schema.Types.Mixed, default: {} },
    author: { type: Schema.Types.Mixed },
    uploadedBy: { type: String, required: true },
    uploaderOrg: { type: String, required: true },
    uploadedAt: { type: String, required: true },
    commandId: { type: String, required: true },
    gridId: { type: Schema.Types.ObjectId, required: true },
    lost: { type: Boolean },
  },
  { strict: 'throw', versionKey: false, minimize: false },
);
schema.index({ workflowId: 1, kind: 1, version: 1 }, { unique: true });
schema.index({ commandId: 1 }, { unique: true });

const MaterialModel = model('Material', schema, 'materials');

function bucket(): mongoose.mongo.GridFSBucket {
  const { db } = mongoose.connection;
  if (db === undefined) throw new Error('MongoDB is not connected');
  return new mongoose.mongo.GridFSBucket(db, { bucketName: 'materialFiles' });
}

export interface NewMaterial {
  readonly workflowId: string;
  readonly kind: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Readable;
  readonly sha256: string;
  readonly bytes: number;
  readonly fields: Fields;
  readonly author?: MaterialRef['author'];
  readonly uploadedBy: string;
  readonly uploaderOrg: string;
  readonly uploadedAt: string;
  readonly commandId: string;
}

/** Stores the bytes and the next version of its kind; the same command stores nothing twice. */
export async function saveMaterial(input: NewMaterial): Promise<StoredMaterial> {
  const known = await findByUpload(input.commandId);
  if (known !== null) return known;
  const { content, author, ...rest } = input;
  const upload = bucket().openUploadStream(input.fileName);
  await pipeline(content, upload);
  const regained = await fillLost(input, upload.id);
  if (regained !== null) return regained;
  return insertNextVersion({ ...rest, ...(author === undefined ? {} : { author }), gridId: upload.id });
}

async function insertNextVersion(
  document: Omit<MaterialDocument, '_id' | 'version'>,
): Promise<StoredMaterial> {
  for (;;) {
    const last = await MaterialModel.findOne({ workflowId: document.workflowId, kind: document.kind })
      .sort({ version: -1 })
      .lean<MaterialDocument>();
    const version = (last?.version ?? 0) + 1;
    const id = `${document.workflowId.replace('/', '-')}-${document.kind}-${version}`;
    try {
      await MaterialModel.create({ ...document, _id: id, version });
      return toStored({ ...document, _id: id, version });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Either the same upload came twice at once, or another file of this kind took the version.
      const known = await findByUpload(document.commandId);
      if (known === null) continue;
      await bucket().delete(document.gridId);
      return known;
    }
  }
}

async function findByUpload(commandId: string): Promise<StoredMaterial | null> {
  const found = await MaterialModel.findOne({ commandId }).lean<MaterialDocument>();
  return found === null ? null : toStored(found);
}

/** The bytes of a lost file have come back: they are known by their hash. */
async function fillLost(
  { workflowId, kind, sha256, bytes, contentType }: NewMaterial,
  gridId: mongoose.Types.ObjectId,
): Promise<StoredMaterial | null> {
  const found = await MaterialModel.findOneAndUpdate(
    { workflowId, kind, sha256, lost: true },
    { $set: { gridId, bytes, contentType }, $unset: { lost: 1 } },
    { returnDocument: 'after' },
  ).lean<MaterialDocument>();
  return found === null ? null : toStored(found);
}

/** Keeps the places of files whose bytes are not here, so that no other file takes them; gives those files. */
export async function holdLostMaterials(
  workflowId: string,
  refs: readonly MaterialRef[],
): Promise<MaterialRef[]> {
  const stored = await MaterialModel.find({ _id: { $in: refs.map(({ id }) => id) }, lost: { $ne: true } })
    .select({ _id: 1 })
    .lean<{ _id: string }[]>();
  const here = new Set(stored.map(({ _id }) => _id));
  const lost = refs.filter(({ id }) => !here.has(id));
  for (const { id, author, ...ref } of lost) {
    const unknown = { contentType: 'application/octet-stream', bytes: 0, uploaderOrg: author?.org ?? '' };
    const place = { ...ref, ...unknown, ...(author === undefined ? {} : { author }), workflowId };
    const more = { commandId: `lost/${id}`, gridId: new mongoose.Types.ObjectId(), lost: true };
    await MaterialModel.updateOne({ _id: id }, { $setOnInsert: { ...place, ...more } }, { upsert: true });
  }
  return lost;
}

function toStored({
  _id,
  gridId: _gridId,
  lost: _lost,
  fields,
  author,
  ...rest
}: MaterialDocument): StoredMaterial {
  const made = author as MaterialRef['author'];
  return { id: _id, ...rest, fields: fields as Fields, ...(made === undefined ? {} : { author: made }) };
}

/** Every version uploaded for a process, oldest first. */
export async function listMaterials(workflowId: string): Promise<StoredMaterial[]> {
  const found = await MaterialModel.collection
    .find<MaterialDocument>({ workflowId })
    .sort({ kind: 1, version: 1 })
    .toArray();
  return found.map(toStored);
}

/** One version with a stream of its bytes. */
export async function openMaterial(
  workflowId: string,
  id: string,
): Promise<{ material: StoredMaterial; content: Readable } | null> {
  const found = await MaterialModel.findOne({
    _id: id,
    workflowId,
    lost: { $ne: true },
  }).lean<MaterialDocument>();
  if (found === null) return null;
  return { material: toStored(found), content: bucket().openDownloadStream(found.gridId) };
}

/** The reference that a process keeps of a stored file. */
export function toMaterialRef(stored: StoredMaterial): MaterialRef {
  const { workflowId: _w, contentType: _c, bytes: _b, uploaderOrg: _u, commandId: _i, ...ref } = stored;
  return ref;
}
