/** Official documents of a project or case: what was issued, under which number, by which decision; and each as a file. */
import { z } from 'zod';
import { printedOf } from '../domain/documents/layout';
import { paperOf } from '../domain/documents/paper';
import { hashOf } from '../models/chain';
import type { RecordLine } from '../models/process-schemas';
import { paperFormats, renderPrinted } from './paper-files';
import { problem } from './problem';
import { organisationsOf } from './paper-names';
import { allLines, packOf, readState, workflowIdOf, type ProcessKind } from './process-reads';
import { route, type Answer, type Ask, type Route } from './route';
import { Id, IdParams, Limit, pageOf } from './schemas';

const Decision = z.object({
  seq: z.number().int().meta({ description: '留痕行号 · Line of the audit trail' }),
  action: z.string(),
  by: z.object({ id: z.string(), name: z.string(), org: z.string() }),
});
const DocumentItem = z
  .looseObject({
    id: z.string(),
    kind: z.string(),
    number: z.string().nullable(),
    title: z.object({ zh: z.string(), en: z.string() }),
    issuedAt: z.string(),
    run: z.string(),
    basis: z.string().nullable(),
    code: z
      .string()
      .nullable()
      .meta({ description: '验证码,见 GET /api/verify/:code · What anybody checks it by' }),
    signs: z.string().nullable().meta({ description: '签署的角色或环节 · Role or step that signs' }),
    decision: Decision.nullable(),
  })
  .meta({ id: 'OfficialDocument' });

/** Which line of the record issued which document. */
function decisionsOf(lines: readonly RecordLine[]): Map<string, z.output<typeof Decision>> {
  return new Map(
    lines.flatMap(({ seq, action, actor: { id, name, org }, events }) =>
      events.flatMap((event) =>
        event.type === 'documentIssued'
          ? [[event.document.id, { seq, action, by: { id, name, org } }] as const]
          : [],
      ),
    ),
  );
}

interface PageWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

async function list(ask: Ask, workflowId: string, { limit, cursor }: PageWish): Promise<Answer> {
  const state = await readState(ask, workflowId);
  const from = cursor === undefined ? 0 : Number(cursor);
  const issued = state.documents ?? [];
  const page = issued.slice(from, from + limit);
  const lines = page.length === 0 ? [] : await allLines(ask, state.subject, state.workflowId);
  const decisions = decisionsOf(lines);
  const items = page.map(({ id, document, number, zh, en, issuedAt, run, basis, signs, code }) => ({
    id,
    kind: document,
    number: number ?? null,
    title: { zh: zh ?? document, en: en ?? document },
    issuedAt,
    run,
    basis: basis ?? null,
    signs: signs ?? null,
    code: code ?? null,
    decision: decisions.get(id) ?? null,
  }));
  const end = from + page.length;
  return { body: { items, nextCursor: end < issued.length ? String(end) : null } };
}

const contentTypes = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const;

type PaperFormat = (typeof paperFormats)[number];

async function print(ask: Ask, workflowId: string, document: string, format: PaperFormat): Promise<Answer> {
  const state = await readState(ask, workflowId);
  const lines = await allLines(ask, state.subject, state.workflowId);
  const nameOf = await organisationsOf(lines);
  const paper = paperOf(lines, document, await packOf(state), nameOf);
  if (paper === undefined) throw problem('document/not-found', { document });
  const bytes = await renderPrinted(printedOf(paper), format);
  const name = encodeURIComponent(`${paper.number ?? paper.id}-${paper.kind.zh}.${format}`);
  return {
    headers: {
      'Content-Type': contentTypes[format],
      'Content-Length': String(bytes.length),
      'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
      ETag: `"${hashOf(paper)}-${format}"`,
    },
    send: (response) => {
      response.end(bytes);
      return Promise.resolve();
    },
  };
}

function routesFor(kind: ProcessKind): Route[] {
  const place = kind === 'case' ? 'cases' : 'projects';
  const missing = kind === 'case' ? 'case/not-found' : 'project/not-found';
  const read = { method: 'get', tag: place, permit: 'signedIn', change: 'none' } as const;
  return [
    route({
      ...read,
      path: `/api/${place}/:id/documents`,
      summary:
        '公文 · Official documents, in the order they were issued, each with the decision behind it and the code it is checked by',
      params: IdParams,
      query: z.strictObject({
        limit: Limit,
        cursor: z
          .string()
          .regex(/^\d{1,6}$/u)
          .optional(),
      }),
      answers: { 200: pageOf(DocumentItem) },
      refuses: [missing, 'auth/not-permitted'],
      handle: ({ params, query }, ask) => list(ask, workflowIdOf(kind, params.id), query),
    }),
    route({
      ...read,
      path: `/api/${place}/:id/documents/:documentId/content`,
      summary:
        '公文正本 · The document as a file, from the record as it stood when it was issued; the same file every time, ETag is the hash of its content',
      params: z.strictObject({ id: Id, documentId: Id }),
      query: z.strictObject({ format: z.enum(paperFormats).default('pdf') }),
      answers: { 200: z.string().meta({ format: 'binary' }) },
      refuses: [missing, 'document/not-found', 'document/no-glyph', 'auth/not-permitted'],
      handle: ({ params: { id, documentId }, query: { format } }, ask) =>
        print(ask, workflowIdOf(kind, id), documentId, format),
    }),
  ];
}

export const documentRoutes = [...routesFor('project'), ...routesFor('case')];
