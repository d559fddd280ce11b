/** npm run pack -- diff <old.yaml> <new.yaml> [--json]: what differs between two packs, in words. */
import { differencesOf } from '../domain/pack/differences';
import { readPackFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { tell } from './store';

/** The command: a line in each language for every difference. */
export async function diff({ files: [old = '', now = ''] }: PackArgs): Promise<number> {
  const [before, after] = [await readPackFile(old), await readPackFile(now)];
  const differences = differencesOf(before, after);
  const names = [before.ref, after.ref].map(({ id, version }) => `${id}@${version}`).join(' → ');
  const count = String(differences.length);
  const words = [
    `${names}:${count} 处不同 / ${count} differences`,
    ...differences.flatMap(({ zh, en }) => [`- ${zh}`, `  ${en}`]),
  ];
  tell({ from: before.ref, to: after.ref, differences }, words);
  return 0;
}
