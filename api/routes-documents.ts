/** Official documents of a project: what was issued, under which number, by which decision. Renders none. */
import { z } from 'zod';
import type { RecordLine } from '../models/process-schemas';
import { allLines, readState, workflowIdOf } from './process-reads';
import { route } from './route';
import { IdParams, Limit, pageOf } from './schemas';

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

const documents = route({
  method: 'get',
  path: '/api/projects/:id/documents',
  tag: 'projects',
  summary:
    '公文 · Official documents, in the order they were issued, each with the decision behind it; their text (PDF, DOCX) and the public check of a code are not offered yet',
  permit: 'signedIn',
  change: 'none',
  params: IdParams,
  query: z.strictObject({
    limit: Limit,
    cursor: z
      .string()
      .regex(/^\d{1,6}$/u)
      .optional(),
  }),
  answers: { 200: pageOf(DocumentItem) },
  refuses: ['project/not-found', 'auth/not-permitted'],
  async handle({ params, query: { limit, cursor } }, ask) {
    const state = await readState(ask, workflowIdOf('project', params.id));
    const from = cursor === undefined ? 0 : Number(cursor);
    const issued = state.documents ?? [];
    const page = issued.slice(from, from + limit);
    const lines = page.length === 0 ? [] : await allLines(ask, state.subject, state.workflowId);
    const decisions = decisionsOf(lines);
    const items = page.map(({ id, document, number, zh, en, issuedAt, run, basis, signs }) => ({
      id,
      kind: document,
      number: number ?? null,
      title: { zh: zh ?? document, en: en ?? document },
      issuedAt,
      run,
      basis: basis ?? null,
      signs: signs ?? null,
      decision: decisions.get(id) ?? null,
    }));
    const end = from + page.length;
    return { body: { items, nextCursor: end < issued.length ? String(end) : null } };
  },
});

export const documentRoutes = [documents];
