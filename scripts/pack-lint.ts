/** npm run pack -- lint <pack.yaml> [--json]: every mistake of a pack at once, with file and line. */
import { readPackText } from '../api/pack-reading';
import { mistakeLine, textOfFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { notesOf } from '../domain/pack/notes';
import { tell } from './store';

/** The command: 0 without mistakes, 1 with them. What is not from the text of the measure is listed for whoever publishes. */
export function lint({ files: [file = ''] }: PackArgs): number {
  const { pack, mistakes } = readPackText(textOfFile(file));
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
  tell({ ok: true, mistakes: [], notFromText: notes }, [
    `${file} 没有错误 / no mistakes`,
    `非出自原文的设定 ${count} 处,请发布者确认 / ${count} rows are not from the text, for the publisher to confirm:`,
    ...lines,
  ]);
  return 0;
}
