/** npm run pack -- lint <pack.yaml> [--json]: every mistake of a pack at once, with file and line. */
import { mistakeLine, readingOfFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { notesOf } from '../domain/pack/notes';
import type { PackMistake } from '../domain/pack/mistakes';
import type { Pack } from '../domain/pack/types';
import { tell } from './store';

/** Where the pack asks for less than one it builds on: the pack above holds there. */
function overruledLines(file: string, overruled: readonly PackMistake[]): string[] {
  if (overruled.length === 0) return [];
  const count = String(overruled.length);
  return [
    `宽于上级、以上级为准 ${count} 处 / ${count} rows are laxer than a pack above, which holds:`,
    ...overruled.map((row) => `  ${mistakeLine(file, row)}`),
  ];
}

/** Rows that hold by the word of the author, for whoever publishes. */
function settledLines({ settles = [] }: Pack): string[] {
  if (settles.length === 0) return [];
  const count = String(settles.length);
  return [
    `由编写者判定 ${count} 处,请发布者确认 / ${count} rows settled by the author, for the publisher to confirm:`,
    ...settles.map(({ row, because }) => `  ${row}: ${because}`),
  ];
}

/** The command: 0 without mistakes, 1 with them. What is not from the text of the measure is listed for whoever publishes. */
export async function lint({ files: [file = ''] }: PackArgs): Promise<number> {
  const { pack, mistakes, overruled } = await readingOfFile(file);
  if (pack === null) {
    tell(
      { ok: false, mistakes },
      mistakes.map((mistake) => mistakeLine(file, mistake)),
    );
    return 1;
  }
  const notes = notesOf(pack);
  const lines = notes.map(({ place, table, key, basis, reading }) => {
    const at = [place, table, key].filter((part) => part !== '').join('.');
    return `  ${at} [${basis ?? '-'}] ${reading ?? ''}`.trimEnd();
  });
  const count = String(notes.length);
  tell({ ok: true, mistakes: [], overruled, settles: pack.settles ?? [], notFromText: notes }, [
    `${file} 没有错误 / no mistakes`,
    ...overruledLines(file, overruled),
    ...settledLines(pack),
    `非出自原文的设定 ${count} 处,请发布者确认 / ${count} rows are not from the text, for the publisher to confirm:`,
    ...lines,
  ]);
  return 0;
}
