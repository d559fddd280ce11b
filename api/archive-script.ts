/** The script that checks an unpacked archive offline. It goes into every archive as `verify.mjs`: plain Node, nothing to install. */

/** Its text. It repeats on purpose what models/chain.ts and domain/documents/opinions.ts do: whoever checks must not depend on us. */
export const verifyScript = String.raw`// 离线核验一项一档:逐个文件、逐行留痕、逐条意见、逐份材料。
// Checks an archive offline: every file, every line of the audit trail, every opinion, every material.
// 用法 usage: node verify.mjs
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const faults = [];
const fault = (where, zh, en) => faults.push('✗ ' + where + ': ' + zh + ' / ' + en);

// Canonical JSON (RFC 8785).
const canonical = (value) => {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return '{' + names.map((name) => JSON.stringify(name) + ':' + canonical(value[name])).join(',') + '}';
};
const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hashOfFile = async (path) => {
  const hash = createHash('sha256');
  for await (const part of createReadStream(join(root, path))) hash.update(part);
  return hash.digest('hex');
};
const read = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    fault(path, '缺少该文件', 'this file is missing');
    return '';
  }
};
const parse = (where, text, otherwise) => {
  try {
    return JSON.parse(text);
  } catch {
    fault(where, '不是有效的 JSON', 'not valid JSON');
    return otherwise;
  }
};
const walk = (dir) =>
  readdirSync(join(root, dir), { withFileTypes: true }).flatMap((each) => {
    const path = join(dir, each.name);
    return each.isDirectory() ? walk(path) : [path.split(sep).join('/')];
  });

const proof = parse('proof.json', read('proof.json'), { files: [], materials: [], documents: [], lines: 0, head: '' });

// 1. Files.
const hashes = new Map();
for (const { path, sha256: right } of proof.files) {
  if (!existsSync(join(root, path)) || !statSync(join(root, path)).isFile()) {
    fault(path, '缺少该文件', 'this file is missing');
    continue;
  }
  hashes.set(path, await hashOfFile(path));
  if (hashes.get(path) !== right) fault(path, '内容被改动', 'this file was altered');
}
const listed = new Set([...proof.files.map(({ path }) => path), 'proof.json']);
for (const path of walk('.').map((each) => relative('.', each).split(sep).join('/')))
  if (!listed.has(path)) fault(path, '清单中没有该文件', 'this file is in no list');

// 2. The chain.
const lines = [];
let last = { seq: 0, hash: '0'.repeat(64) };
for (const text of read('records.jsonl').split('\n')) {
  if (text === '') continue;
  const where = 'records.jsonl #' + (last.seq + 1);
  const line = parse(where, text, null);
  if (line === null) {
    last = { seq: last.seq + 1, hash: '' };
    continue;
  }
  const { _id, hash, ...rest } = line;
  if (line.seq !== last.seq + 1) fault(where, '缺少该行', 'this line is missing');
  if (_id !== line.subject + '#' + line.seq || line.subject !== proof.subject || sha256(canonical(rest)) !== hash)
    fault('records.jsonl #' + line.seq, '该行内容被改动', 'this line was altered');
  if (last.hash !== '' && line.prevHash !== last.hash)
    fault('records.jsonl #' + line.seq, '该行与前一行不衔接', 'this line does not follow the one before');
  last = { seq: line.seq, hash };
  lines.push(line);
}
if (last.seq !== proof.lines || last.hash !== proof.head)
  fault('records.jsonl', '链头与 proof.json 不符', 'the head of the chain is not that of proof.json');
const events = lines.flatMap((line) => line.events.map((event) => ({ line, event })));

// 3. Materials, by the hashes in the record itself.
const places = new Map(proof.materials.map((each) => [each.id, each.path]));
const filed = new Map();
for (const { event } of events)
  if (event.type === 'materialsAttached') for (const each of event.materials) filed.set(each.id, each.sha256);
let withheld = 0;
for (const [id, right] of filed) {
  const path = places.get(id);
  if (path === undefined) fault(id, '清单中没有该材料', 'this material is in no list');
  else if (path === null) withheld += 1;
  else if (hashes.get(path) !== right)
    fault(path, '材料与留痕中的哈希不符', 'this material does not fit its hash in the record');
}

// 4. Opinions, told again from the record.
const said = {
  decided: ({ task, person, outcome, comment, findings, grounds }) => ({ task, person, outcome, said: comment, findings, grounds }),
  returned: ({ task, person, reason }) => ({ task, person, said: reason }),
};
said.commented = said.answered = said.handedBack = ({ task, person, comment }) => ({ task, person, said: comment });
const told = events
  .filter(({ event }) => Object.hasOwn(said, event.type))
  .map(({ line, event }) => {
    const { seq, workflowId, at, actor } = line;
    const all = { seq, workflowId, at, what: event.type, ...said[event.type](event), org: actor.org };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  });
const opinions = parse('opinions.json', read('opinions.json'), []);
for (let at = 0; at < Math.max(told.length, opinions.length); at += 1)
  if (canonical(told[at] ?? null) !== canonical(opinions[at] ?? null)) {
    const { seq } = told[at] ?? opinions[at];
    fault('opinions.json ' + (at + 1), '该意见与留痕第 ' + seq + ' 行不符', 'this opinion does not fit line ' + seq + ' of the record');
  }

// 5. Official documents: what the record says of each, and whose opinions it bears.
const issued = new Map(events.flatMap(({ line, event }) => (event.type === 'documentIssued' ? [[event.document.id, { line, document: event.document }]] : [])));
const dayOf = (instant) => new Date(instant).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
const gave = ({ person, comment, reason }, { name, onBehalf, said }) =>
  person.name === name && person.onBehalf?.name === onBehalf && [undefined, comment ?? reason].includes(said);
const isOnRecord = (signature, { line }) =>
  events.some(
    ({ line: { workflowId, seq, at }, event }) =>
      ['decided', 'returned'].includes(event.type) &&
      workflowId === line.workflowId && seq <= line.seq && dayOf(at) === signature.on && gave(event, signature),
  );
const fits = (paper, right) => {
  const { line, document } = right;
  const { number = null, code = null, issuedAt, to, names } = document;
  const known = number === paper.number && code === paper.code && issuedAt === paper.issuedAt && line.seq === paper.line;
  const addressed = names === undefined || to === undefined || paper.addressee === (names[to] ?? to);
  return known && addressed && paper.signatures.every((each) => isOnRecord(each, right));
};
const papers = new Map(proof.documents.map((each) => [each.id, each.path]));
for (const [id, right] of issued) {
  const path = papers.get(id);
  if (path === null) continue;
  if (path === undefined || !hashes.has(path)) {
    fault(id, '清单中没有该公文', 'this document is in no list');
    continue;
  }
  const paper = parse(path, read(path), null);
  if (paper !== null && (paper.id !== id || !fits(paper, right)))
    fault(path, '公文与留痕不符', 'this document does not fit the record');
}
for (const [id] of papers) if (!issued.has(id)) fault(id, '留痕中没有该公文', 'the record issued no such document');

console.log('核对文件 ' + proof.files.length + ' 个、留痕 ' + lines.length + ' 行、材料 ' + filed.size + ' 份(未附 ' + withheld + ' 份)、意见 ' + told.length + ' 条');
console.log('Checked: ' + proof.files.length + ' files, ' + lines.length + ' lines, ' + filed.size + ' materials (' + withheld + ' left out), ' + told.length + ' opinions');
console.log('链头 head: ' + last.seq + ' ' + last.hash);
for (const each of faults) console.log(each);
console.log(faults.length === 0 ? '✓ 完整无误 / whole and unaltered' : '✗ 发现问题 ' + faults.length + ' 处 / faults found: ' + faults.length);
process.exit(faults.length === 0 ? 0 : 1);
`;
