/** Writes docs/coverage.md: which rows of the packs carry each rule of the measures, and which tests name it. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readPack } from '../domain/pack/read';

const root = path.join(__dirname, '..');
const folder = path.join(root, 'tests', 'requirements');

/** What a program can do: G gate, T timer, E evidence, R remind, D configuration, N nothing. */
export type Mark = 'G' | 'T' | 'E' | 'R' | 'D' | 'N';

interface Requirement {
  readonly id: string;
  readonly marks: readonly Mark[];
  readonly says: string;
}

interface Measure {
  readonly measure: string;
  readonly pack: string;
  readonly rows: readonly Requirement[];
}

export interface Covered extends Requirement {
  /** Paths of the pack rows that cite it; a reminder is none. */
  readonly carriedBy: readonly string[];
  /** Its reminder, where nobody but a person can judge it. */
  readonly reminder: 'person' | 'none' | null;
  /** Test files that name it. */
  readonly tests: readonly string[];
}

export interface MeasureCoverage extends Omit<Measure, 'rows'> {
  readonly rows: readonly Covered[];
}

/** True for a rule that the machine itself must keep: it needs a pack row and a test. */
export function isKept({ marks }: Pick<Requirement, 'marks'>): boolean {
  return marks.some((mark) => mark === 'G' || mark === 'T' || mark === 'E');
}

function filesUnder(dir: string, ends: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ends))
    .sort();
}

/** How a row of a list is called in its path. */
function nameOf(value: unknown, key: string): string {
  if (value === null || typeof value !== 'object') return key;
  const entries: [string, unknown][] = Object.entries(value);
  const named = ['step', 'run', 'role', 'phase'].flatMap((each) => {
    const found = entries.find(([name]) => name === each)?.[1];
    return typeof found === 'string' ? [found] : [];
  });
  return named[0] ?? key;
}

/** Every row of a resolved pack that cites an article. */
function citations(value: unknown, at: readonly string[] = []): { basis: string; at: string }[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    if (key === 'basis') return typeof inner === 'string' ? [{ basis: inner, at: at.join('.') }] : [];
    const name = Array.isArray(value) ? nameOf(inner, key) : key;
    return citations(inner, name === 'phases' || name === 'steps' ? at : [...at, name]);
  });
}

function packOf(file: string) {
  const text = readFileSync(path.join(root, 'policies', file), 'utf8');
  const reading = readPack(text, (json) => createHash('sha256').update(json).digest('hex'));
  if (!reading.ok) throw new Error(`${file}: ${JSON.stringify(reading.mistakes)}`);
  return reading.pack;
}

function coverageOf({ rows, ...measure }: Measure, tests: ReadonlyMap<string, string>): MeasureCoverage {
  const pack = packOf(measure.pack);
  const cited = citations(pack);
  const reminders = Object.values(pack.reminders ?? {});
  const covered = rows.map((row): Covered => {
    const named = new RegExp(`${row.id.replaceAll('.', String.raw`\.`)}(?![\\w.]*[\\da-z])`, 'u');
    return {
      ...row,
      carriedBy: [
        ...new Set(
          cited
            .filter(({ basis, at }) => basis === row.id && !at.startsWith('reminders.'))
            .map(({ at }) => at),
        ),
      ],
      reminder: reminders.find(({ basis }) => basis === row.id)?.check ?? null,
      tests: [...tests].filter(([, text]) => named.test(text)).map(([file]) => file),
    };
  });
  return { ...measure, rows: covered };
}

/** The coverage of every measure that tests/requirements names. */
export function readCoverage(): MeasureCoverage[] {
  const tests = new Map(
    filesUnder(path.join(root, 'tests'), '.test.ts')
      .filter((file) => !file.startsWith('requirements'))
      .map((file) => [file, readFileSync(path.join(root, 'tests', file), 'utf8')]),
  );
  return filesUnder(folder, '.json').map((file) =>
    coverageOf(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Measure, tests),
  );
}

const cell = (items: readonly string[], most: number): string => {
  const shown = items.slice(0, most).map((item) => `\`${item}\``);
  return [...shown, ...(items.length > most ? [`+${String(items.length - most)}`] : [])].join('<br>');
};

function howKept(row: Covered): string {
  if (row.reminder === 'none') return '无自动校验 no automatic check';
  if (row.reminder === 'person') return isKept(row) ? '机器与提示 machine and reminder' : '提示 reminder';
  if (isKept(row)) return '机器 machine';
  return row.carriedBy.length > 0 ? '配置 configuration' : '无自动校验 no automatic check';
}

/** The page as it must stand in docs/. */
export function coveragePage(): string {
  const measures = readCoverage().map(({ measure, pack, rows }) => {
    const lines = rows.map((row) => {
      const cells = [row.id, row.says, row.marks.join(' '), howKept(row)];
      return `| ${[...cells, cell(row.carriedBy, 6), cell(row.tests, 4)].join(' | ')} |`;
    });
    return [
      `## ${measure}`,
      '',
      `\`policies/${pack}\``,
      '',
      '| 条款 rule | 内容 says | 标记 mark | 由谁 kept by | 制度包行 pack rows | 测试 tests |',
      '| --- | --- | --- | --- | --- | --- |',
      ...lines,
    ].join('\n');
  });
  return [
    '# 条款覆盖 · Coverage of the measures',
    '',
    '由 `node --import tsx scripts/coverage.ts` 生成。G 关口 · T 时限 · E 留痕 · R 提示 · D 配置 · N 无法由程序执行。',
    '',
    'Generated. G gate · T timer · E evidence · R reminder · D configuration · N nothing a program can do.',
    '',
    measures.join('\n\n'),
    '',
  ].join('\n');
}

if (require.main === module) {
  const file = path.join(root, 'docs', 'coverage.md');
  writeFileSync(file, coveragePage());
  process.stdout.write(`${path.relative(root, file)}\n`);
}
