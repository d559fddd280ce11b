/** Worker and API run compiled where the installation may be written, and from their sources where it may not. */
import { existsSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { processEnvironment } from '../../config';
import { buildProduct, productSources, startOf } from '../../embedded/build';
import { runCommand } from '../../embedded/run-command';
import { makeScratch } from './scratch';

const root = join(__dirname, '..', '..');
const env = processEnvironment();

test('every source has its compiled file, and what is compiled once is used again', async () => {
  const build = await buildProduct(env);
  if (build === undefined) throw new Error('nothing was compiled');
  const missing = productSources().filter((file) => !existsSync(join(build, file.replace(/\.ts$/, '.js'))));
  expect(missing).toEqual([]);
  const { mtimeMs } = statSync(join(build, 'worker.js'));
  expect(await buildProduct(env)).toBe(build);
  expect(statSync(join(build, 'worker.js')).mtimeMs).toBe(mtimeMs);
});

test('the compiled API needs no loader: it reads its configuration and names every mistake in it', async () => {
  const build = await buildProduct(env);
  const { command, args } = startOf('server', build);
  expect(args).not.toContain('tsx');
  const bare = { PATH: env['PATH'] ?? '' };
  const { ok, output } = await runCommand(command, args, {
    env: bare,
    timeoutMs: 60_000,
    cwd: build ?? root,
  });
  expect(ok).toBe(false);
  for (const name of ['MONGODB_URI', 'TEMPORAL_ADDRESS', 'TOKEN_SECRET', 'CHAIN_KEY'])
    expect(output).toContain(name);
});

test('two that compile at the same moment come to one whole build and leave no draft', async () => {
  const scratch = makeScratch();
  const folder = scratch.of('build');
  const args = ['--import', 'tsx', join(root, 'scripts', 'compile.ts'), folder];
  const compile = () => runCommand(process.execPath, args, { env, timeoutMs: 60_000, cwd: root });
  expect((await Promise.all([compile(), compile()])).map(({ ok }) => ok)).toEqual([true, true]);
  expect(productSources().every((file) => existsSync(join(folder, file.replace(/\.ts$/, '.js'))))).toBe(true);
  rmSync(folder, { recursive: true });
  const { output } = await runCommand('ls', ['-A', scratch.folder], { env, timeoutMs: 10_000 });
  expect(output.trim()).toBe('');
  scratch.remove();
});

test('without a build the sources are started through the loader', () => {
  expect(startOf('worker', undefined).args).toEqual(['--import', 'tsx', join(root, 'worker.ts')]);
});
