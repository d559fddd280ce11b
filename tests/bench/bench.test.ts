/** The bench runs from beginning to end and prints the figures it promises. Times are not judged here. */
import { join } from 'node:path';
import { z } from 'zod';
import { compare, sumUp } from '../../bench/figures';
import { processEnvironment } from '../../config';
import { runCommand } from '../../embedded/run-command';
import { packs } from '../walks/packs';

const root = join(__dirname, '..', '..');
const figures = z.object({
  p50: z.number().positive(),
  p99: z.number().positive(),
  perSecond: z.number().positive(),
  n: z.number().int().positive(),
});
const oneAndFifty = z.object({ one: figures, fifty: figures });
const times = figures.omit({ n: true });
const oneAndTen = z.object({ one: figures, ten: figures });
const memory = z.record(z.enum(['total', 'mongod', 'temporal', 'worker', 'api']), z.number().positive());
const approvals = figures.extend({
  nextInboxP50: z.number().positive(),
  nextInboxP99: z.number().positive(),
});
const work = z.object({
  approvals: z.object({ one: approvals, ten: approvals, fifty: approvals }),
  votes: z.object({ rounds: z.literal(2), errors: z.literal(0), wrong: z.literal(0), allInP50: z.number() }),
  returns: z.object({ rounds: z.literal(1), wrong: z.literal(0), p50: z.number() }),
});
const clocks = z.object({
  clocks: z.literal(5),
  overdue: z.literal(true),
  lost: z.literal(0),
  latenessP99: z.number(),
});
const kills = z.object({ kills: z.literal(1), lost: z.literal(0), servesAgainS: z.number().positive() });
const cost = z.object({ p50: z.number().positive(), p99: z.number().positive() });
const rules = z.object({
  moments: z.number().int().positive(),
  ...{ copy: cost, resolve: cost, gates: cost, allowed: cost },
  ratio: z.object({ resolve: z.number(), gates: z.number().positive(), allowed: z.number().positive() }),
  readMs: z.number().positive(),
});
const report = z.object({
  rules: z.record(z.string(), rules),
  work,
  clocks,
  kills,
  machine: z.object({ cores: z.number(), load: z.number() }),
  floor: oneAndFifty,
  decision: oneAndFifty,
  ratio: z.object({ one: times, fifty: times }),
  inbox: z.object({
    page1: oneAndTen,
    page50: oneAndTen,
    urgent1: oneAndTen,
    urgent50: oneAndTen,
    counters: oneAndTen,
  }),
  footprint: z.object({
    projects: z.number().int(),
    decisionsEach: z.number().int(),
    mbPer1000Projects: z.number(),
    idleMiB: memory,
    afterLoadMiB: memory,
  }),
});

it('a quick run prints one JSON document with every part, and nothing is lost or wrong in it', async () => {
  const done = await runCommand(
    process.execPath,
    ['--import', 'tsx', join(root, 'bench', 'run.ts'), '--quick', '--json'],
    { env: processEnvironment(), timeoutMs: 400_000, cwd: root },
  );
  const printed = done.output.split('\n').find((line) => line.startsWith('{'));
  if (printed === undefined) throw new Error(done.output.slice(-2_000));
  const read = report.parse(JSON.parse(printed));
  expect(read.ratio.one.p50).toBeGreaterThan(0);
  expect(Object.keys(read.rules).sort()).toEqual(packs.map(({ ref }) => ref.id).sort());
}, 420_000);

it('percentiles are times that calls took, and a ratio compares a block with the floor of its own round', () => {
  const times = Array.from({ length: 100 }, (_, index) => index + 1);
  expect(sumUp([{ times, seconds: 2 }])).toEqual({ p50: 50, p99: 99, perSecond: 50, n: 100 });
  const slower = (factor: number, seconds: number) => ({ times: times.map((ms) => ms * factor), seconds });
  const ratio = compare([slower(3, 3), slower(30, 30)], [slower(1, 1), slower(10, 10)]);
  expect(ratio).toEqual({ p50: 3, p99: 3, perSecond: 3 });
});
