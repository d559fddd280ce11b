/** The figures as an Excel file: numbers are numbers, texts are texts and never formulas. */
import writeXlsx, { type Row } from 'write-excel-file/node';
import { columns, headOf, lineHeads, yuanOf, type SheetLine } from '../domain/statistics/sheet';

const yuanFormat = '#,##0.00';

function rowOf({ key, zh, en, figures }: SheetLine): Row {
  const texts = [key, zh, en].map((value) => ({ type: String, value }));
  const numbers = columns.map(({ name, kind }) => {
    const value = figures[name];
    if (value === null) return null;
    return kind === 'yuan'
      ? { type: Number, value: Number(yuanOf(value)), format: yuanFormat }
      : { type: Number, value };
  });
  return [...texts, ...numbers];
}

/** One sheet: heads that stay in sight, a line a group, the whole last. */
export async function xlsxOf(lines: readonly SheetLine[]): Promise<Buffer> {
  const heads: Row = [...lineHeads, ...columns.map(headOf)].map((value) => ({
    type: String,
    value,
    fontWeight: 'bold',
    wrap: true,
  }));
  const widths = [18, 24, 24, ...columns.map(() => 14)].map((width) => ({ width }));
  return await writeXlsx([heads, ...lines.map(rowOf)], {
    sheet: '统计',
    columns: widths,
    stickyRowsCount: 1,
  }).toBuffer();
}
