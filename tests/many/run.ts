/**
 * npm run rolling: two APIs, two workers, Temporal and a replica set of three, each restarted in turn while people decide.
 * With `-- --postgres` Temporal is its server for many machines on PostgreSQL.
 */
import { parseArgs } from 'node:util';
import { startManyHouse } from './house';
import { rollingRestart, type RollingFigures, type StepFigures } from './rolling';
import { startTemporalOnPostgres } from './temporal-postgres';

const flag = { type: 'boolean', default: false } as const;
const { values } = parseArgs({ options: { json: flag, postgres: flag, quick: flag } });
/** How long decisions are timed before anything is restarted; `--quick` only proves that all goes well. */
const steadyMs = values.quick ? 500 : 10_000;

function say(line: string): void {
  if (!values.json) process.stdout.write(`${line}\n`);
}

function sayStep({ step, seconds, longestGapMs, decisions, retried503 }: StepFigures): void {
  say(
    `${step}: ${String(seconds)} s, ${String(decisions)} 个决定 / decisions, 最长停顿 / longest gap ${String(longestGapMs)} ms, 503 × ${String(retried503)}`,
  );
}

function sayEnd({ faults, decisions, steady, statuses }: RollingFigures): void {
  for (const fault of faults.slice(0, 40)) say(`✗ ${fault}`);
  say(
    `平稳时 / undisturbed: ${String(steady.perSecond)} 个决定每秒 / decisions a second, p50 ${String(steady.p50Ms)} ms, p99 ${String(steady.p99Ms)} ms; ${JSON.stringify(statuses)}`,
  );
  if (faults.length === 0)
    say(
      `✓ ${String(decisions)} 个决定各存一次,逐一重启无一丢失 / each decision stands once, nothing was lost by restarting every part`,
    );
}

async function main(): Promise<number> {
  const house = await startManyHouse(values.postgres ? await startTemporalOnPostgres(say) : undefined);
  try {
    const figures = await rollingRestart(house, steadyMs, sayStep);
    if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    sayEnd(figures);
    if (figures.faults.length > 0) for (const api of house.apis) say(api.log());
    return figures.faults.length === 0 ? 0 : 1;
  } finally {
    await house.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
