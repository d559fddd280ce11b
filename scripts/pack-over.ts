/** npm run pack -- over <upper.yaml> <own.yaml> [--json]: where a pack asks for less than the one it builds on. */
import { contradictionsOf } from '../domain/pack/laxer';
import type { PackDifference } from '../domain/pack/differences';
import { readPackFile } from './pack-file';
import type { PackArgs } from './pack-file';
import { tell } from './store';

const lines = (rows: readonly PackDifference[]) => rows.flatMap(({ zh, en }) => [`- ${zh}`, `  ${en}`]);

/** The command: 0 when nothing is laxer, 1 when something is. What no program can weigh is listed for a person. */
export async function over({ files: [upper = '', own = ''] }: PackArgs): Promise<number> {
  const { laxer, unclear } = contradictionsOf(await readPackFile(upper), await readPackFile(own));
  tell({ ok: laxer.length === 0, laxer, unclear }, [
    `宽于上级 ${String(laxer.length)} 处 / ${String(laxer.length)} rows are laxer`,
    ...lines(laxer),
    `须由人判断 ${String(unclear.length)} 处 / ${String(unclear.length)} rows are for a person to judge`,
    ...lines(unclear),
  ]);
  return laxer.length === 0 ? 0 : 1;
}
