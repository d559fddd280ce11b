/** What the Dockerfile promises: pinned parts, and every file that the programs of the image import. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { preProcessFile } from 'typescript';
import { productSources } from '../../embedded/build';

const root = join(__dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What is asked to run in the image: the two roots, set-up and the tools of operators. */
const programs = [
  'server.ts',
  'worker.ts',
  ...['seed', 'backup', 'restore', 'reconcile', 'verify-audit', 'rebuild-views', 'directory'].map(
    (name) => `scripts/${name}.ts`,
  ),
];

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function resolve(from: string, name: string): string {
  const path = join(dirname(from), name);
  const found = [path, `${path}.ts`, join(path, 'index.ts')].find((each) => isFile(join(root, each)));
  if (found === undefined) throw new Error(`${from} imports ${name}, which is nowhere`);
  return found;
}

/** Files that a program reaches by relative imports, types included: one rule, and no harm when a type comes along. */
function reached(entries: readonly string[]): string[] {
  const seen = new Set<string>(entries);
  for (const file of seen) {
    if (!file.endsWith('.ts')) continue;
    for (const { fileName } of preProcessFile(read(file), true, true).importedFiles)
      if (fileName.startsWith('.')) seen.add(resolve(file, fileName));
    for (const [, name = ''] of read(file).matchAll(/require\.resolve\('(\.[^']+)'\)/g))
      seen.add(resolve(file, name));
  }
  return [...seen];
}

/** Sources of the COPY lines of one build stage; `COPY --from` takes what is built already. */
function copied(stage: string): string[] {
  return [...stage.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '));
}

const dockerfile = read('Dockerfile');
const stages = dockerfile.split(/^(?=FROM )/m).filter((part) => part.startsWith('FROM '));
const [, bundle = '', image = ''] = stages;
const given = [...read('.dockerignore').matchAll(/^!(.+)$/gm)].map(([, name = '']) => name);
const isWithin = (places: readonly string[]) => (file: string) =>
  places.some((place) => file === place || !relative(place, file).startsWith('..'));
const missing = (files: readonly string[], places: readonly string[]): string[] =>
  files.filter((file) => !isWithin(places)(file));

describe('the image', () => {
  it('is built from pinned, locked parts and does not run as root', () => {
    for (const [, from] of dockerfile.matchAll(/^FROM (\S+:\S+)/gm))
      expect(from).toMatch(/^node:\d+\.\d+\.\d+-/);
    for (const line of [
      /^RUN npm ci --omit=dev/m,
      /^USER node$/m,
      /^HEALTHCHECK /m,
      /scripts\/bundle-workflows\.ts/,
      /scripts\/compile\.ts \/app\/built/,
      /^COPY --from=bundle \/app\/built built$/m,
    ])
      expect(dockerfile).toMatch(line);
  });

  it('copies what is there and what the builder is given', () => {
    const copies = stages.flatMap(copied);
    expect(copies.filter((each) => !existsSync(join(root, each)))).toEqual([]);
    expect(missing(copies, given)).toEqual([]);
  });

  it.each(programs)('holds every file that %s imports', (program) => {
    const files = reached([program]);
    expect(files.length).toBeGreaterThan(1);
    expect(missing(files, copied(image))).toEqual([]);
    expect(missing(files, given)).toEqual([]);
  });

  it('holds, where the workflows are bundled, every file they import', () => {
    const files = reached(['scripts/bundle-workflows.ts', 'workflows/index.ts']);
    expect(missing(files, copied(bundle))).toEqual([]);
  });

  it('compiles what it starts, with all sources where it does', () => {
    const files = [...reached(['scripts/compile.ts']), ...productSources()];
    expect(missing(files, copied(bundle))).toEqual([]);
    const compiled = productSources().map((file) => `built/${file.replace(/\.ts$/, '.js')}`);
    const started = [...`${dockerfile}\n${read('docker-compose.yml')}`.matchAll(/built\/\w+\.js/g)];
    expect(new Set(started.map(([file]) => file))).toEqual(new Set(['built/server.js', 'built/worker.js']));
    for (const [file] of started) expect(compiled).toContain(file);
  });
});
