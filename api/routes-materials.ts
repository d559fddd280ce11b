/** Material files: upload a version, list, download. An upload decides nothing; the next decision freezes it. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { checkUpload } from '../domain/gates/material-fields';
import type { Material } from '../domain/pack/types';
import type { MaterialRef } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';
import { findOrg } from '../models/orgs';
import { findPack } from '../models/packs';
import { listMaterials, openMaterial, saveMaterial, toMaterialRef } from '../models/materials';
import { keyOf } from './decisions';
import { requireFileType } from './file-types';
import { mayHandIn } from './permissions';
import { Problem, problem } from './problem';
import type { ProcessKind } from './process-reads';
import { readState, workflowIdOf } from './process-reads';
import type { Answer, Ask, UploadedFile } from './route';
import { route } from './route';
import { Fields, Id, IdParams, MaterialSchema } from './schemas';

/** Multipart fields are text; `fields` is JSON in it. */
const UploadBody = z.strictObject({
  kind: Id,
  author: Id.optional(),
  fields: z
    .string()
    .max(60_000)
    .default('{}')
    .transform((text, context) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        context.addIssue({ code: 'custom', message: 'fields 不是有效的 JSON\nfields is not valid JSON' });
        return z.NEVER;
      }
    })
    .pipe(Fields),
});
type Upload = z.output<typeof UploadBody>;

async function rowFor(state: ProcessState, kind: string): Promise<Material> {
  const published = await findPack(state.pack.id, state.pack.version);
  if (published === null) throw new Error(`pack of ${state.workflowId} is not published`);
  const { stages, cases } = published.pack;
  const bodies = state.kind === 'case' ? [cases[state.caseType ?? '']] : Object.values(stages);
  const rows = bodies.flatMap((body) => (body === undefined ? [] : Object.values(body.materials)));
  const row = rows.find((each) => each.kind === kind);
  if (row === undefined)
    throw problem('material/unknown-kind', { kind, allowed: [...new Set(rows.map((each) => each.kind))] });
  return row;
}

/** The organisation that made it, with how long it is qualified for what the pack asks of this material. */
async function authorOf(ask: Ask, body: Upload, role: string | undefined): Promise<MaterialRef['author']> {
  const named = body.author ?? body.fields['authorOrg'];
  if (named === undefined && role === undefined) return undefined;
  const id = typeof named === 'string' ? named : ask.person.actor.org;
  const org = await findOrg(id);
  if (org === null) throw problem('org/unknown', { org: id });
  const until = org.qualifications
    .filter((each) => each.role === role)
    .map((each) => each.until)
    .sort()
    .at(-1);
  return { org: org.id, zh: org.zh, qualifiedUntil: until ?? null };
}

/** `authorOrg` names who made the file, unless the pack has a field of that name. */
function ownFields(fields: MaterialRef['fields'], row: Material): MaterialRef['fields'] {
  if (row.fields['authorOrg'] !== undefined) return fields;
  const { authorOrg: _authorOrg, ...rest } = fields;
  return rest;
}

function requireFile(file: UploadedFile | null): UploadedFile {
  if (file === null) {
    throw problem(
      'request/invalid',
      {},
      { errors: [{ code: 'required', pointer: '/file', detail: '缺少文件\nThe file is missing' }] },
    );
  }
  if (file.bytes === 0) throw problem('material/empty');
  return file;
}

async function upload(kind: ProcessKind, id: string, body: Upload, ask: Ask): Promise<Answer> {
  const state = await readState(ask, workflowIdOf(kind, id));
  if (!mayHandIn(ask.person, state)) throw problem('auth/not-permitted', { permission: 'material.upload' });
  const file = requireFile(ask.file);
  const { fileName, contentType } = await requireFileType(file);
  const row = await rowFor(state, body.kind);
  const author = await authorOf(ask, body, row.author);
  const fields = ownFields(body.fields, row);
  const mistakes = checkUpload(fields, row);
  if (mistakes.length > 0) throw new Problem(mistakes);
  const stored = await saveMaterial({
    workflowId: state.workflowId,
    kind: body.kind,
    fileName,
    contentType,
    content: createReadStream(file.path),
    sha256: file.sha256,
    bytes: file.bytes,
    fields,
    ...(author === undefined ? {} : { author }),
    uploadedBy: ask.person.actor.id,
    uploaderOrg: ask.person.actor.org,
    uploadedAt: await ask.api.clock.now(),
    commandId: keyOf(ask).commandId,
  });
  return {
    status: 201,
    body: { ...toMaterialRef(stored), bytes: stored.bytes, contentType, state: 'staged' },
  };
}

async function download(kind: ProcessKind, id: string, materialId: string, ask: Ask): Promise<Answer> {
  const state = await readState(ask, workflowIdOf(kind, id));
  const found = await openMaterial(state.workflowId, materialId);
  if (found === null) throw problem('material/not-found', { material: materialId });
  const { material, content } = found;
  return {
    headers: {
      'Content-Type': material.contentType,
      'Content-Length': String(material.bytes),
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(material.fileName)}`,
      // A browser must never run what an applicant uploaded.
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Content-Digest': `sha-256=:${Buffer.from(material.sha256, 'hex').toString('base64')}:`,
      ETag: `"${material.sha256}"`,
    },
    send: (response) => pipeline(content, response),
  };
}

async function list(kind: ProcessKind, id: string, ask: Ask): Promise<Answer> {
  const state = await readState(ask, workflowIdOf(kind, id));
  const stored = await listMaterials(state.workflowId);
  const held = new Set(Object.values(state.materials).map((each) => each.id));
  const items = stored.map((each) => ({
    ...toMaterialRef(each),
    bytes: each.bytes,
    contentType: each.contentType,
    state: held.has(each.id)
      ? 'attached'
      : (state.materials[each.kind]?.version ?? 0) < each.version
        ? 'staged'
        : 'earlier',
  }));
  return { body: { items } };
}

const FileParams = z.strictObject({ id: Id, materialId: Id });
const refuses = [
  'material/unknown-kind',
  'material/unsupported-type',
  'material/empty',
  'fields/unknown',
  'fields/invalid',
  'fields/missing',
  'request/too-large',
  'request/unsupported-media',
  'org/unknown',
  'idempotency/key-reused',
] as const;

function routesFor(kind: ProcessKind): ReturnType<typeof route>[] {
  const place = kind === 'case' ? 'cases' : 'projects';
  const missing = kind === 'case' ? 'case/not-found' : 'project/not-found';
  return [
    route({
      method: 'post',
      path: `/api/${place}/:id/materials`,
      tag: 'materials',
      summary: '上传材料 · Upload a version of a material (multipart: file, kind, fields, author)',
      permit: 'signedIn',
      change: 'reply',
      upload: true,
      params: IdParams,
      body: UploadBody,
      answers: { 201: MaterialSchema },
      refuses: [missing, 'auth/not-permitted', ...refuses],
      handle: ({ params, body }, ask) => upload(kind, params.id, body, ask),
    }),
    route({
      method: 'get',
      path: `/api/${place}/:id/materials`,
      tag: 'materials',
      summary: '材料清单 · Every version of every material',
      permit: 'signedIn',
      change: 'none',
      params: IdParams,
      answers: { 200: z.object({ items: z.array(MaterialSchema) }) },
      refuses: [missing, 'auth/not-permitted'],
      handle: ({ params }, ask) => list(kind, params.id, ask),
    }),
    route({
      method: 'get',
      path: `/api/${place}/:id/materials/:materialId/content`,
      tag: 'materials',
      summary: '下载材料 · The bytes of a version',
      permit: 'signedIn',
      change: 'none',
      params: FileParams,
      answers: { 200: z.string().meta({ format: 'binary' }) },
      refuses: [missing, 'material/not-found', 'auth/not-permitted'],
      handle: ({ params }, ask) => download(kind, params.id, params.materialId, ask),
    }),
  ];
}

export const materialRoutes = [...routesFor('project'), ...routesFor('case')];
