/** npm run crowd -- --projects N [--turns N] [--seed N] [--json]: people at random over all packs at once, then record = view = workflows. */
import { parseArgs } from 'node:util';
import { Client, Connection } from '@temporalio/client';
import { dataConverter } from '../../api/payload-codec';
import { createTokens } from '../../api/tokens';
import { connectMongo, disconnectMongo } from '../../models/connection';
import { startHouse, type House } from '../faults/house';
import { openLine } from '../faults/line';
import { packs } from '../walks/packs';
import { agree, type Agreement } from './agree';
import { letAct, type Lived } from './crowd';
import { seatTown, townOf } from './town';

const { values } = parseArgs({
  options: {
    projects: { type: 'string', default: '1000' },
    /** Turns for each project, on the average. */
    turns: { type: 'string', default: '12' },
    'at-once': { type: 'string', default: '24' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

/** A long run must not end in the expiry of a token. */
const tokenMinutes = 24 * 60;
const mostShown = 40;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

async function live(house: House, seed: number): Promise<Lived> {
  const town = townOf(packs);
  await seatTown(packs, town);
  const tokens = createTokens(house.env['TOKEN_SECRET'] ?? '', tokenMinutes);
  const line = openLine(house.baseUrl, undefined, (userId) => tokens.issue({ userId, tokenVersion: 1 }));
  return letAct({
    ...{ line, packs, town, seed },
    projects: Number(values.projects),
    turnsEach: Number(values.turns),
    atOnce: Number(values['at-once']),
    tell: ({ turns, projects }) => {
      say(`${String(turns)} 轮,${String(projects)} 个项目 / turns, projects`);
    },
  });
}

async function compare(house: House, commands: readonly string[]): Promise<Agreement> {
  const connection = await Connection.connect({ address: house.env['TEMPORAL_ADDRESS'] ?? '' });
  try {
    return await agree(new Client({ connection, dataConverter }), commands);
  } finally {
    await connection.close();
  }
}

const most = (of: ReadonlyMap<string, number>) => Object.fromEntries([...of].sort(([, a], [, b]) => b - a));

function tell(summary: object, faults: readonly string[]): void {
  process.stdout.write(`${JSON.stringify(summary, null, values.json ? 0 : 2)}\n`);
  for (const fault of faults.slice(0, mostShown)) say(`✗ ${fault}`);
  say(
    faults.length === 0
      ? '✓ 留痕、视图与流程一致 / record, views and workflows agree'
      : `✗ ${String(faults.length)} 处不符 / violations`,
  );
}

async function main(): Promise<number> {
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  say(
    `${values.projects} 个项目,随机种子 ${String(seed)} / ${values.projects} projects, seed ${String(seed)}`,
  );
  const house = await startHouse();
  try {
    await connectMongo(house.env['MONGODB_URI'] ?? '');
    const began = Date.now();
    const lived = await live(house, seed);
    const seconds = Math.round((Date.now() - began) / 1000);
    say(`比较 / comparing`);
    const { faults: apart, ...agreed } = await compare(house, lived.commands);
    const faults = [...lived.wrong, ...apart];
    const { commands, done, refused } = lived;
    tell(
      {
        seed,
        seconds,
        decisions: commands.length,
        done: most(done),
        refused: most(refused),
        ...agreed,
        faults,
      },
      faults,
    );
    if (lived.wrong.length > 0) say(house.log('api'));
    return faults.length === 0 ? 0 : 1;
  } finally {
    await disconnectMongo();
    await house.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
