/** A summary of figures in the forms it is sent in: as Markdown, and as print for DOCX and PDF. Pure. */
import type { Block, BlockStyle, Printed, Table } from '../documents/layout';
import type { Summary, SummaryPart } from './summary';

/** A text inside Markdown: what would be markup or end a cell is written as it is. */
function plain(text: string): string {
  return text.replaceAll(/[\r\n\t]+/gu, ' ').replaceAll(/[\\`*_[\]<>|#!&]/gu, String.raw`\$&`);
}

const numbered = (words: readonly string[]) => words.map((each, index) => `${String(index + 1)}. ${each}`);

function markdownPart({ title, scope, words, heading, heads, rows }: SummaryPart): string[] {
  const cells = rows.map((row) => row.map(plain));
  const all = [heads, heads.map((_, index) => (index === 0 ? '---' : '---:')), ...cells];
  const table = all.map((row) => `| ${row.join(' | ')} |`);
  return [`# ${title}`, '', plain(scope), '', ...numbered(words), '', `## ${heading}`, '', ...table, ''];
}

/** The summary as Markdown. */
export function markdownOf({ zh, en }: Summary): string {
  return [...markdownPart(zh), ...markdownPart(en)].join('\n');
}

function printedPart(part: SummaryPart, title: BlockStyle, body: BlockStyle): (Block | Table)[] {
  return [
    { style: title, text: part.title },
    { style: body, text: part.scope },
    ...numbered(part.words).map((text): Block => ({ style: body, text })),
    { style: 'heading', text: part.heading },
    { heads: part.heads, rows: part.rows },
  ];
}

/** The summary as print; `at` is the instant of its figures. */
export function printedSummary({ zh, en }: Summary, at: string): Printed {
  const parts = [...printedPart(zh, 'title', 'body'), ...printedPart(en, 'titleEn', 'bodyEn')];
  return { title: zh.title, author: 'Govflow', at, parts };
}
