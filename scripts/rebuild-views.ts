/** npm run rebuild-views: builds the views again from the records alone; `--check` only compares. */
import { compareViews, rebuildViews } from '../models/rebuild';
import { runTool, tell } from './store';

runTool(async () => {
  const checkOnly = process.argv.includes('--check');
  const { workflows, differences } = checkOnly ? await compareViews() : await rebuildViews();
  const words = differences.map(
    ({ collection, id, what, at }) => `- ${collection}/${id}: ${what}${at === undefined ? '' : ` (${at})`}`,
  );
  const done = checkOnly
    ? '仅比较,未写入 / compared, nothing written'
    : '已按留痕重建 / built again from the records';
  tell({ checkOnly, workflows, differences }, [
    `${String(workflows)} 个流程,${String(differences.length)} 处不一致 / ${String(workflows)} processes, ${String(differences.length)} differences`,
    ...words,
    done,
  ]);
  return checkOnly && differences.length > 0 ? 1 : 0;
});
