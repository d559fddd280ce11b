/** The archive of a project: unpacked in a scratch folder, checked by its own script, whole or with what is wrong named. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import mongoose from 'mongoose';
import type { PaperHouse } from './paper-house';
import { startPaperHouse } from './paper-house';

const proposal = '项目建议书正文:建设内容、资金和进度。';
let house: PaperHouse;
let id: string;
const scratch = mkdtempSync(join(tmpdir(), 'govflow-archive-'));

/** Hands in a proposal before the project is submitted. */
async function handIn(project: string): Promise<void> {
  const answer = await house.http
    .post(`/api/projects/${project}/materials`)
    .set('authorization', await house.tokenOf('clerk'))
    .set('idempotency-key', `proposal-${project}`)
    .field('kind', 'proposal')
    .attach('file', Buffer.from(proposal), '建议 书.txt');
  expect([answer.status, answer.body.code]).toEqual([201, undefined]);
}

async function download(project: string, who = 'clerk'): Promise<Record<string, Uint8Array>> {
  const answer = await house.get(who, `/api/projects/${project}/archive`).responseType('blob');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/zip']);
  return unzipSync(answer.body as Buffer);
}

beforeAll(async () => {
  house = await startPaperHouse();
  id = await house.checked(handIn);
  const whole = await download(id);
  for (const [path, bytes] of Object.entries(whole)) {
    const place = join(scratch, 'whole', path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, bytes);
  }
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await house.close();
});

/** A copy of the unpacked archive, changed, and what its script says of it. */
function checkedAfter(change: (path: (name: string) => string) => void): {
  code: number | null;
  said: string;
} {
  const copy = mkdtempSync(join(scratch, 'copy-'));
  cpSync(join(scratch, 'whole'), copy, { recursive: true });
  change((name) => join(copy, name));
  // From another folder: the script finds its archive by itself.
  const run = spawnSync(process.execPath, [join(copy, 'verify.mjs')], { cwd: tmpdir(), encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return { code: run.status, said: run.stdout };
}

function replaceIn(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}

interface Index {
  readonly materials: { readonly path: string; readonly kind: { readonly zh: string } }[];
  readonly documents: { readonly number: string | null; readonly paths: string[] }[];
}
const indexOf = (): Index => JSON.parse(readFileSync(join(scratch, 'whole', 'index.json'), 'utf8')) as Index;

test('it holds index, materials, opinions, documents and records, and its script says whole', () => {
  const { materials, documents } = indexOf();
  expect(materials).toMatchObject([{ kind: { zh: '项目建议书', en: 'proposal' }, version: 1 }]);
  expect(readFileSync(join(scratch, 'whole', materials[0]?.path ?? ''), 'utf8')).toBe(proposal);
  expect(documents.map(({ paths }) => paths.length)).toEqual([3, 3]);
  const text = readFileSync(join(scratch, 'whole', 'index.md'), 'utf8');
  expect(text).toContain('试点');
  expect(text).toContain('核对意见');
  const opinions = JSON.parse(readFileSync(join(scratch, 'whole', 'opinions.json'), 'utf8')) as unknown[];
  expect(opinions).toContainEqual(
    expect.objectContaining({ what: 'decided', outcome: 'complete', said: '材料齐全,同意受理' }),
  );
  const { code, said } = checkedAfter(() => undefined);
  expect(said).toContain('材料 1 份(未附 0 份)');
  expect(said).toContain('✓ 完整无误 / whole and unaltered');
  expect(code).toBe(0);
});

test('its head is the one that the house says', async () => {
  const { body } = await house.get('clerk', `/api/projects/${id}/records/verify`);
  const { said } = checkedAfter(() => undefined);
  expect(said).toContain(`head: ${String(body.lines)} ${String(body.head)}`);
});

test('one altered byte of a material is named', () => {
  const place = indexOf().materials[0]?.path ?? '';
  const { code, said } = checkedAfter((path) => {
    const bytes = readFileSync(path(place));
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    writeFileSync(path(place), bytes);
  });
  expect(code).toBe(1);
  expect(said).toContain(`✗ ${place}: 材料与留痕中的哈希不符`);
  expect(said).toContain('✗ 发现问题');
});

test('one altered opinion is named, also when the list of hashes was made to fit', () => {
  const { code, said } = checkedAfter((path) => {
    const before = readFileSync(path('opinions.json'));
    replaceIn(path('opinions.json'), '同意受理', '不予受理');
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    replaceIn(path('proof.json'), hash(before), hash(readFileSync(path('opinions.json'))));
  });
  expect(code).toBe(1);
  expect(said).not.toContain('✗ opinions.json: 内容被改动');
  expect(said).toMatch(/✗ opinions\.json \d+: 该意见与留痕第 \d+ 行不符/u);
});

test('one altered line of the record is named by its number, a dropped one as missing', () => {
  const altered = checkedAfter((path) => {
    replaceIn(path('records.jsonl'), '"outcome":"complete"', '"outcome":"returned"');
  });
  expect(altered.code).toBe(1);
  expect(altered.said).toMatch(/✗ records\.jsonl #\d+: 该行内容被改动/u);
  const dropped = checkedAfter((path) => {
    const lines = readFileSync(path('records.jsonl'), 'utf8').split('\n');
    writeFileSync(path('records.jsonl'), lines.filter((_, at) => at !== 1).join('\n'));
  });
  expect(dropped.code).toBe(1);
  expect(dropped.said).toContain('✗ records.jsonl #2: 缺少该行');
});

test('a document with another number, a lost file and an added one are named', () => {
  const { number, paths } = indexOf().documents[1] ?? { number: '', paths: [] };
  const { code, said } = checkedAfter((path) => {
    replaceIn(path(paths[0] ?? ''), number ?? '', '核〔2026〕999号');
    rmSync(path('index.md'));
    writeFileSync(path('materials/extra.txt'), 'x');
  });
  expect(code).toBe(1);
  expect(said).toContain(`✗ ${paths[0] ?? ''}: 公文与留痕不符`);
  expect(said).toContain('✗ index.md: 缺少该文件');
  expect(said).toContain('✗ materials/extra.txt: 清单中没有该文件');
});

/** Alters a document, or drops it, and makes the list of hashes fit. */
const forged = (change: (file: string) => void) =>
  checkedAfter((path) => {
    const name = indexOf().documents[1]?.paths[0] ?? '';
    const before = readFileSync(path(name));
    change(path(name));
    const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
    replaceIn(path('proof.json'), hash(before), hash(readFileSync(path(name))));
  });

test.each([
  ['what a signatory said', '材料齐全,同意受理', '材料不全,不予受理'],
  ['who signed', '"name": "名checker"', '"name": "他人"'],
  ['the line that issued it', '"line": ', '"line": 9'],
])('a document with %s altered is named, also when the list of hashes was made to fit', (_, from, to) => {
  const { code, said } = forged((file) => {
    replaceIn(file, from, to);
  });
  expect(code).toBe(1);
  expect(said).toMatch(/✗ documents\/[^ ]+\.json: 公文与留痕不符/u);
  expect(said).toContain('✗ 发现问题 1 处');
});

test('a document that was dropped from the list with its file is named by its id', () => {
  const { code, said } = checkedAfter((path) => {
    const proof = JSON.parse(readFileSync(path('proof.json'), 'utf8')) as {
      documents: { id: string }[];
      files: { path: string }[];
    };
    const [dropped, ...documents] = proof.documents;
    const isIts = (file: string) => file.startsWith(`documents/${dropped?.id ?? ''}.`);
    for (const file of proof.files.filter((each) => isIts(each.path))) rmSync(path(file.path));
    const files = proof.files.filter((each) => !isIts(each.path));
    writeFileSync(path('proof.json'), JSON.stringify({ ...proof, documents, files }));
  });
  expect(code).toBe(1);
  expect(said).toMatch(/✗ [^ ]+: 清单中没有该公文/u);
});

test('a material whose bytes are not here is left out and said so; the rest is whole', async () => {
  const other = await house.checked(handIn);
  await mongoose.connection
    .collection('materials')
    .updateMany({ workflowId: `project/${other}` }, { $set: { lost: true } });
  const files = await download(other);
  expect(Buffer.from(files['index.md'] ?? []).toString()).toContain('未附:字节不在库中');
  expect(Object.keys(files).filter((path) => path.startsWith('materials/'))).toEqual([]);
});

test('only those who may read the project get its archive', async () => {
  const answer = await house.get('stranger', `/api/projects/${id}/archive`);
  expect([answer.status, answer.body.code]).toEqual([403, 'auth/not-permitted']);
  expect((await house.get('clerk', '/api/projects/none/archive')).status).toBe(404);
});

test('cases of the project are in it; a confidential one leaves no trace, not even for its reader', async () => {
  const project = await house.checked();
  const open = async (type: string, amount: number): Promise<string> => {
    const made = await house.post('clerk', '/api/cases', {
      ...{ type, jurisdiction: 'mini', projectId: project, facts: { amount } },
    });
    expect([made.status, made.body.code]).toEqual([201, undefined]);
    return String(made.body.id);
  };
  const payment = await open('payment', 111);
  const complaint = await open('complaint', 987_654);
  for (const who of ['clerk', 'reviewer']) {
    const files = await download(project, who);
    const text = Buffer.concat(Object.values(files)).toString('utf8');
    expect(text).toContain(payment);
    expect(text).not.toContain(complaint);
    expect(text).not.toContain('987654');
  }
});
