/** The figures as CSV (RFC 4180) that a spreadsheet opens as UTF-8 and never takes for a formula. */
import { columns, headOf, lineHeads, textOf, type SheetLine } from './sheet';

/** Without it spreadsheets read Chinese as another encoding. */
const byteOrderMark = '\uFEFF';

/** A text that a spreadsheet would run (OWASP: CSV injection), also after blanks it would trim, or in full width. */
const isFormula = /^[\s\u200B\uFEFF]*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** A text as a cell; one that looks like a formula is led by an apostrophe, which spreadsheets take for "text". */
export function textCell(text: string): string {
  const safe = isFormula.test(text) ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One file: heads, a line a group, the whole last. */
export function csvOf(lines: readonly SheetLine[]): string {
  const heads = [...lineHeads, ...columns.map(headOf)].map(textCell);
  const body = lines.map(({ key, zh, en, figures }) => [
    ...[key, zh, en].map(textCell),
    // Numbers of our own: digits, a point, at most a minus sign.
    ...columns.map((column) => textOf(column, figures)),
  ]);
  return byteOrderMark + [heads, ...body].map((cells) => `${cells.join(',')}\r\n`).join('');
}
