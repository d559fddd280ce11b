/**
 * npm run backup [-- --out <file>] [--window <seconds>] [--json]: one consistent copy of the running system's record. The
 * file holds password hashes: only its owner may read it.
 */
import { parseArgs } from 'node:util';
import { takeBackup } from '../models/backup';
import { version } from '../package.json';
import { runTool, tell } from './store';

const { values } = parseArgs({
  options: { out: { type: 'string' }, window: { type: 'string' }, json: { type: 'boolean', default: false } },
});

function windowSeconds(): { windowSeconds?: number } {
  if (values.window === undefined) return {};
  const seconds = Number(values.window);
  if (!Number.isInteger(seconds) || seconds < 1)
    throw new Error('--window 应为秒数 / --window takes a number of seconds');
  return { windowSeconds: seconds };
}

runTool(async () => {
  const at = new Date().toISOString();
  const file = values.out ?? `govflow-${at.replaceAll(/[:.]/gu, '-')}.backup`;
  const manifest = await takeBackup({
    file,
    appVersion: version,
    at,
    ...windowSeconds(),
    progress: (name, count) => {
      if (!values.json) process.stdout.write(`  ${name}: ${String(count)}\n`);
    },
  });
  const documents = manifest.collections.reduce((sum, { count }) => sum + count, 0);
  tell({ file, ...manifest }, [
    `✓ 已备份并复核 ${String(documents)} 个文档、${String(manifest.chains.count)} 条留痕链 → ${file}`,
    `✓ ${String(documents)} documents and ${String(manifest.chains.count)} audit chains written and read back → ${file}`,
    '  文件含口令散列,权限 0600,请妥善保管 / it holds password hashes (mode 0600): keep it safe',
    '  链头文件(HEADS_DIR)和密钥不在其中,请另行备份 / signed heads (HEADS_DIR) and secrets are not in it: keep them apart',
  ]);
  return 0;
});
