/** Official documents as files: what PDF and DOCX say, that they are the same every time, and who may have them. */
import { execFileSync } from 'node:child_process';
import { strFromU8, unzipSync } from 'fflate';
import type { Response } from 'supertest';
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';

let house: PaperHouse;
let id: string;
beforeAll(async () => {
  house = await startPaperHouse();
  id = await house.checked();
});
afterAll(() => house.close());

async function file(documentId: string, format: string, who = 'clerk'): Promise<Response> {
  const path = `/api/projects/${id}/documents/${documentId}/content?format=${format}`;
  return await house.get(who, path).responseType('blob');
}

const bytesOf = ({ body }: Response): Buffer => body as Buffer;
const squeezed = (text: string): string => text.replaceAll(/\s/gu, '');

/** pdf.js is an ES module that Jest cannot load: a Node of its own reads the text. */
const readPdf = `
  import { buffer } from 'node:stream/consumers';
  import { extractText, getDocumentProxy } from 'unpdf';
  const pdf = await getDocumentProxy(new Uint8Array(await buffer(process.stdin)));
  process.stdout.write((await extractText(pdf, { mergePages: true })).text);`;

function textOfPdf(bytes: Buffer): string {
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', readPdf], { input: bytes });
  return squeezed(text.toString('utf8'));
}

function textOfDocx(bytes: Buffer): string {
  const part = unzipSync(bytes)['word/document.xml'] ?? new Uint8Array();
  return squeezed(strFromU8(part).replaceAll(/<[^>]*>/gu, ''));
}

async function sentences(): Promise<string[]> {
  const { body } = await house.get('clerk', `/api/projects/${id}/documents`);
  const opinion = body.items[1] as { number: string; code: string; issuedAt: string };
  return [
    opinion.number,
    '关于“试点”的核对意见',
    '处室:',
    '依据《小办法》(第九条)',
    '项目编号Projectnumber:' + id,
    '预算budget:5.00元CNY5.00',
    '核对员名checker,check:complete。意见:材料齐全,同意受理',
    '签署人signedby:名checker',
    `验证码:${opinion.code}`,
  ];
}

test.each([
  ['pdf', 'application/pdf', textOfPdf],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', textOfDocx],
] as const)(
  '%s holds number, title, addressee, article, facts, opinion, signer and code',
  async (format, type, read) => {
    const answer = await file(`${id}-D2`, format);
    expect([answer.status, answer.headers['content-type']]).toEqual([200, type]);
    const text = read(bytesOf(answer));
    for (const sentence of await sentences()) expect(text).toContain(sentence);
  },
);

test.each(['pdf', 'docx'])(
  '%s has the same bytes every time, also after the process has gone on',
  async (format) => {
    const once = await file(`${id}-D2`, format);
    if (format === 'pdf') await house.decides('reviewer', id, 'again', '请重新核对');
    const again = await file(`${id}-D2`, format);
    expect(bytesOf(again).equals(bytesOf(once))).toBe(true);
    expect(again.headers['etag']).toBe(once.headers['etag']);
  },
);

test('a document without a number says so, and is addressed alike', async () => {
  const text = textOfDocx(bytesOf(await file(`${id}-D1`, 'docx')));
  expect(text).toContain('(无文号nonumber)');
  expect(text).toContain('关于“试点”的受理通知');
});

test('a character the font lacks is refused with it named, and DOCX still holds it', async () => {
  const facts = { budget: 500 };
  const made = await house.post('clerk', '/api/projects', { jurisdiction: 'mini', name: '𠮷试点', facts });
  const other = String(made.body.id);
  await house.post('clerk', `/api/projects/${other}/actions`, { action: 'submit' });
  const path = `/api/projects/${other}/documents/${other}-D1/content`;
  const refused = await house.get('clerk', path);
  expect([refused.status, refused.body.code, refused.body.params]).toEqual([
    422,
    'document/no-glyph',
    { missing: ['𠮷'] },
  ]);
  const docx = await house.get('clerk', `${path}?format=docx`).responseType('blob');
  expect(textOfDocx(bytesOf(docx))).toContain('关于“𠮷试点”的受理通知');
});

test('who may not read the project gets no document; an unknown one is 404; another format is a mistake', async () => {
  expect((await file(`${id}-D2`, 'pdf', 'stranger')).status).toBe(403);
  const path = `/api/projects/${id}/documents`;
  expect((await house.get('clerk', `${path}/none/content`)).body.code).toBe('document/not-found');
  expect((await house.get('clerk', `${path}/${id}-D2/content?format=odt`)).status).toBe(400);
});
