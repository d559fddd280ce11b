/**
 * npm run restore -- <file> [--replace] [--yes] [--json]: fills the database from a backup. Refuses one that holds something
 * unless told to replace it, by a typed word or `--yes`. Stop the API and the workers first; `reconcile` comes after.
 */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { verifyBackup } from '../models/backup-format';
import { listFilled, restoreBackup } from '../models/backup';
import '../models/every';
import { runTool, tell } from './store';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    replace: { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});

const word = 'REPLACE';

async function confirmed(filled: readonly string[]): Promise<boolean> {
  if (values.yes) return true;
  if (!process.stdin.isTTY) return false;
  const line = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await line.question(
    `将删除并替换 ${String(filled.length)} 个集合,键入 ${word} 确认 / ${String(filled.length)} collections will be replaced; type ${word}: `,
  );
  line.close();
  return answer.trim() === word;
}

/** Why this database may not be filled; undefined when it may. */
async function objection(): Promise<string | undefined> {
  const filled = await listFilled();
  if (filled.length === 0) return undefined;
  if (!values.replace)
    return `数据库不是空的(${filled.join(', ')});确要替换请加 --replace / the database is not empty; add --replace to replace it`;
  if (!(await confirmed(filled))) return '未确认,未写入 / not confirmed, nothing written';
  return undefined;
}

runTool(async () => {
  const [file] = positionals;
  if (file === undefined) throw new Error('用法 / usage: npm run restore -- <file> [--replace] [--yes]');
  await verifyBackup(file);
  const refused = await objection();
  if (refused !== undefined) {
    tell({ restored: false, reason: refused }, [`✗ ${refused}`]);
    return 1;
  }
  const manifest = await restoreBackup(file, {
    at: new Date().toISOString(),
    progress: (name, count) => {
      if (!values.json) process.stdout.write(`  ${name}: ${String(count)}\n`);
    },
  });
  tell({ restored: true, ...manifest }, [
    `✓ 已恢复到 ${manifest.takenAt} 的状态 / restored as of ${manifest.takenAt}`,
    '→ 启动工作进程,再执行 npm run reconcile;通过之前不受理任何办理',
    '→ start a worker, then npm run reconcile; until it passes no decision is taken',
  ]);
  return 0;
});
