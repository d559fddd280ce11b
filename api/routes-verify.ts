/** The public check of an official document by its code: says which it is and whether it stands, and nothing else. */
import { z } from 'zod';
import { dateOf } from '../domain/clocks/dates';
import { wordsOr } from '../domain/notices/labels';
import { standingOf } from '../domain/documents/standing';
import { isIntact } from '../models/chain';
import { linesOfCode } from '../models/document-codes';
import { problem } from './problem';
import { route } from './route';

const Words = z.object({ zh: z.string(), en: z.string() });
const Checked = z
  .object({
    code: z.string(),
    number: z.string().nullable(),
    kind: Words,
    issuedOn: z.string().meta({ description: '成文日期 · Date of issue (Asia/Shanghai)' }),
    stands: z.boolean().meta({
      description:
        '是否有效:未被同种公文取代,所属流程未撤回、终止或失效,留痕未被改动 · Not replaced by a later one of its kind, its process neither withdrawn, terminated nor expired, its line of the record unaltered',
    }),
    says: Words,
  })
  .meta({ id: 'CheckedDocument' });

const said = {
  stands: { zh: '该公文由本系统出具,现行有效', en: 'Issued here, and it stands' },
  fell: { zh: '该公文由本系统出具,但已不再有效', en: 'Issued here, but it no longer stands' },
} as const;

/** As it is stored: capitals in groups of four, however it was typed. */
function asStored(typed: string): string {
  const text = typed.toUpperCase().replaceAll('-', '');
  return text.match(/.{1,4}/gu)?.join('-') ?? '';
}

const verify = route({
  method: 'get',
  path: '/api/verify/:code',
  tag: 'records',
  summary:
    '验证公文 · Public check of the code printed on an official document: its number, kind and date, and whether it stands; 30 a minute from one address',
  permit: 'anyone',
  change: 'none',
  params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z-]{1,40}$/u) }),
  answers: { 200: Checked },
  refuses: ['document/unknown-code', 'request/too-many'],
  async handle({ params }) {
    const code = asStored(params.code);
    const lines = await linesOfCode(code);
    const found = lines === null ? undefined : standingOf(lines, code);
    if (found === undefined) throw problem('document/unknown-code');
    const { document, line } = found;
    const stands = found.stands && isIntact(line);
    return {
      body: {
        code,
        number: document.number ?? null,
        kind: wordsOr(document, document.document),
        issuedOn: dateOf(document.issuedAt),
        stands,
        says: stands ? said.stands : said.fell,
      },
    };
  },
});

export const verifyRoutes = [verify];
