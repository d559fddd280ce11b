/** npm run rolling: two APIs, two workers, Temporal and a replica set of three, each restarted in turn while people decide. */
import { parseArgs } from 'node:util';
import { startManyHouse } from './house';
import { rollingRestart, type StepFigures } from './rolling';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

function say(line: string): void {
  if (!values.json) process.stdout.write(`${line}\n`);
}

function sayStep({ step, seconds, longestGapMs, decisions, retried503 }: StepFigures): void {
  say(
    `${step}: ${String(seconds)} s, ${String(decisions)} 个决定 / decisions, 最长停顿 / longest gap ${String(longestGapMs)} ms, 503 × ${String(retried503)}`,
  );
}

async function main(): Promise<number> {
  const house = await startManyHouse();
  try {
    const figures = await rollingRestart(house, sayStep);
    if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
    for (const fault of figures.faults.slice(0, 40)) say(`✗ ${fault}`);
    if (figures.faults.length > 0) for (const api of house.apis) say(api.log());
    else
      say(
        `✓ ${String(figures.decisions)} 个决定各存一次,逐一重启无一丢失 / each decision stands once, nothing was lost by restarting every part`,
      );
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
