/** What an official document says: facts and opinions of the moment it was issued, in the words of the pack. */
import { printedOf } from '../../../domain/documents/layout';
import { paperOf } from '../../../domain/documents/paper';
import { standingOf } from '../../../domain/documents/standing';
import type { ProcessEvent } from '../../../domain/project/events';
import type { Task } from '../../../domain/project/task';
import { smallPack } from '../../workflows/small-pack';

const pack = {
  ...smallPack,
  words: { complete: { zh: '齐全', en: 'complete' }, cloud: { zh: '政务云', en: 'government cloud' } },
  facts: {
    ...smallPack.facts,
    place: { type: 'choice' as const, zh: '部署', en: 'place', due: 'draft' },
    shared: { type: 'boolean' as const, zh: '共享', en: 'shared', due: 'draft' },
  },
};
const at = '2026-11-27T17:30:00Z';
const task: Task = {
  ...{ id: 't', run: 'application', phase: 'main', step: 'check', round: 1, opening: 1, seat: 1 },
  ...{ role: 'checker', key: 'post:mini/checker', votes: true, status: 'open', openedAt: at },
};
const owner = { org: 'o', orgZh: '处室', person: { id: 'p', name: '张工' } };
const created: ProcessEvent = {
  type: 'created',
  process: {
    ...{ workflowId: 'project/1', subject: 'project/1', kind: 'project', id: '1', name: '试点' },
    ...{ jurisdiction: 'mini', pack: smallPack.ref, owner, at },
    facts: { budget: 123_456_700, place: 'cloud', shared: true, open: null },
  },
};
const decided: ProcessEvent = {
  ...{ type: 'decided', task: 't', outcome: 'complete', comment: '同意' },
  person: { id: 's', name: '李工', onBehalf: { id: 'c', name: '王工' } },
};
const issued = (id: string, code: string): ProcessEvent => ({
  type: 'documentIssued',
  document: {
    ...{ id, code, document: 'opinion', run: 'application', issuedAt: at, zh: '核对意见' },
    ...{ number: '核〔2026〕1号', signs: 'checker' },
  },
});
const entered: ProcessEvent = {
  type: 'runEntered',
  run: 'application',
  kind: 'application',
  occurrence: 1,
  round: 1,
};
const stepOpened: ProcessEvent = {
  type: 'stepOpened',
  phase: 'main',
  step: 'check',
  opening: 1,
  tasks: [task],
};
const lines = [
  { seq: 1, at, events: [created, entered, stepOpened] },
  { seq: 2, at, events: [decided, issued('1-D1', 'A')] },
  { seq: 3, at, events: [{ type: 'factsDeclared', facts: { budget: 1 } } as const] },
];

const textIn = (of: Parameters<typeof paperOf>[0], id: string): string =>
  printedOf(paperOf(of, id, pack)!)
    .parts.map((part) => ('text' in part ? part.text : ''))
    .join('\n');
const textOf = (id: string): string => textIn(lines, id);

test('money is printed in yuan, a choice in words, yes and no as such, what is unknown as undecided', () => {
  const text = textOf('1-D1');
  expect(text).toContain('预算 budget:1,234,567.00 元 CNY 1,234,567.00');
  expect(text).toContain('部署 place:政务云 government cloud');
  expect(text).toContain('共享 shared:是 yes');
  expect(text).toContain('open:未定 undecided');
});

test('a substitute signs in the name of the absent, on the date of Shanghai', () => {
  const text = textOf('1-D1');
  expect(text).toContain('核对员 李工(代王工)');
  expect(text).toContain('齐全。意见:同意(2026年11月28日)');
  expect(paperOf(lines, '1-D1', pack)?.issuedOn).toBe('2026-11-28');
});

test('a fact that changes after the issue changes no document, and an unknown document is none', () => {
  expect(textOf('1-D1')).toBe(textIn(lines.slice(0, 2), '1-D1'));
  expect(paperOf(lines, 'none', pack)).toBeUndefined();
  expect(paperOf([], '1-D1', pack)).toBeUndefined();
});

test('a document that tells of the end stands; what was granted before it does not', () => {
  const ended: ProcessEvent = { type: 'statusChanged', status: 'terminated' };
  const notice: ProcessEvent = {
    type: 'documentIssued',
    document: { id: '1-D2', code: 'B', document: 'notice', run: 'application', issuedAt: at },
  };
  const more = [...lines, { seq: 4, at, events: [ended, notice] }];
  expect(standingOf(more, 'A')?.stands).toBe(false);
  expect(standingOf(more, 'B')?.stands).toBe(true);
  expect(standingOf(lines, 'A')?.stands).toBe(true);
  expect(standingOf(more, 'C')).toBeUndefined();
});
