/** W4: kill -9 of each part under load, by the fault run on a house of its own. */
import { join } from 'node:path';
import { z } from 'zod';
import { processEnvironment } from '../config';
import { runCommand } from '../embedded/run-command';

const summary = z.looseObject({
  kills: z.number(),
  decisions: z.number(),
  slowestRecoveryMs: z.number(),
  faults: z.array(z.string()),
});

export interface Kills {
  readonly kills: number;
  /** Answered decisions, each of which was looked up afterwards. */
  readonly decisions: number;
  /** Lost or doubled decisions, and whatever else was wrong. */
  readonly lost: number;
  /** From the start of the killed part to the next answered decision, at worst. */
  readonly servesAgainS: number;
}

const patienceMs = 600_000;

/** Kills the parts in turn, so many times. */
export async function measureKills(kills: number): Promise<Kills> {
  const root = join(__dirname, '..');
  const run = join(root, 'tests', 'faults', 'run.ts');
  const done = await runCommand(
    process.execPath,
    ['--import', 'tsx', run, '--json', '--kills', String(kills)],
    { env: processEnvironment(), timeoutMs: patienceMs, cwd: root },
  );
  const printed = done.output.split('\n').find((line) => line.startsWith('{'));
  if (printed === undefined) throw new Error(`the fault run said nothing:\n${done.output.slice(-2_000)}`);
  const { decisions, slowestRecoveryMs, faults } = summary.parse(JSON.parse(printed));
  const servesAgainS = Math.round(slowestRecoveryMs / 100) / 10;
  return { kills, decisions, lost: faults.length, servesAgainS };
}
