/** Compiles worker and API into the folder named on the command line; two that do it at once come to the same. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { productSources } from '../embedded/build';

const root = join(__dirname, '..');

function compile(file: string, into: string): void {
  const { code, map } = transformFileSync(join(root, file), {
    configFile: false,
    swcrc: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
    sourceMaps: true,
    sourceFileName: join(root, file),
    inlineSourcesContent: false,
  });
  const target = join(into, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(target), { recursive: true });
  // Read only by a process that runs with --enable-source-maps, when somebody looks for a line.
  const note = map === undefined ? '' : `\n//# sourceMappingURL=${basename(target)}.map\n`;
  writeFileSync(target, `${code}${note}`);
  if (map !== undefined) writeFileSync(`${target}.map`, map);
}

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('which folder?');
const draft = `${folder}.${String(process.pid)}`;
for (const file of productSources()) compile(file, draft);
try {
  renameSync(draft, folder);
} catch {
  rmSync(draft, { recursive: true }); // somebody was first
}
