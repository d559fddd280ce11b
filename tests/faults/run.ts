/** npm run faults -- --kills N: kills worker, API, mongod and Temporal in turn at random moments while people decide. */
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chance } from '../crowd/chance';
import { partNames, startHouse, waitReady, type House, type PartName } from './house';
import { judge } from './judge';
import { openLine, type Line } from './line';
import { startCrowd, type Crowd } from './load';
import { startRandomCrowd } from './random';

/** After a part is back, people must get answers again within this time. */
const recoveryMs = 90_000;
const projects = 4;

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** Fifty people at random instead of lives that are told in order. */
    random: { type: 'boolean', default: false },
    /** Parts are held still for some seconds (SIGSTOP) in turn with being killed. */
    pauses: { type: 'boolean', default: false },
  },
});

function say(line: string): void {
  if (!values.json) process.stdout.write(`${line}\n`);
}

async function awaitProgress(crowd: Crowd, from: number): Promise<number> {
  const began = Date.now();
  while (crowd.acknowledged.length <= from) {
    if (Date.now() - began > recoveryMs)
      throw new Error(`stuck: no decision was answered for ${String(recoveryMs / 1000)} s`);
    await pause(50);
  }
  return Date.now() - began;
}

/** Holds a part still: it keeps its connections and answers nobody. */
async function pauseOne(house: House, crowd: Crowd, part: PartName, random: () => number): Promise<number> {
  await pause(100 + random() * 900);
  process.kill(house.parts[part].pid(), 'SIGSTOP');
  await pause(500 + random() * 4_500);
  process.kill(house.parts[part].pid(), 'SIGCONT');
  return awaitProgress(crowd, crowd.acknowledged.length);
}

async function killOne(house: House, crowd: Crowd, part: PartName, random: () => number): Promise<number> {
  await pause(100 + random() * 900);
  await house.parts[part].kill9();
  await pause(random() * 400);
  await house.parts[part].start();
  return awaitProgress(crowd, crowd.acknowledged.length);
}

function startPeople(house: House, line: Line, seed: number): Promise<Crowd> {
  return values.random ? startRandomCrowd(house, line, seed) : startCrowd(line, projects);
}

/** Every other round of the parts is held still instead, where that was asked for. */
function faultOf(number: number): typeof killOne {
  const hold = values.pauses && Math.floor(number / partNames.length) % 2 === 1;
  return hold ? pauseOne : killOne;
}

async function main(): Promise<number> {
  const kills = Number(values.kills);
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  const random = chance(seed);
  say(
    `故障演练:${String(kills)} 次 kill -9,随机种子 ${String(seed)} / ${String(kills)} kills, seed ${String(seed)}`,
  );
  const house = await startHouse();
  try {
    const line = openLine(house.baseUrl);
    await Promise.all(['applicant', 'cyberspace', 'records-auditor'].map((name) => line.token(name)));
    const crowd = await startPeople(house, line, seed);
    await awaitProgress(crowd, 0);
    const recoveries: number[] = [];
    for (let kill = 0; kill < kills; kill += 1) {
      const part = partNames[kill % partNames.length] ?? 'worker';
      const ms = await faultOf(kill)(house, crowd, part, random);
      recoveries.push(ms);
      say(
        `${String(kill + 1)}/${String(kills)} ${part}: ${(ms / 1000).toFixed(1)} s, ${String(crowd.acknowledged.length)} 个决定已答复 / decisions answered`,
      );
    }
    await waitReady(house);
    await crowd.stop();
    const faults = await judge(house, line, crowd);
    const summary = {
      kills,
      seed,
      decisions: crowd.acknowledged.length,
      sent: crowd.sent(),
      slowestRecoveryMs: Math.max(0, ...recoveries),
      faults,
    };
    if (values.json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    for (const fault of faults.slice(0, 40)) say(`✗ ${fault}`);
    if (faults.length > 0) say(house.log('api'));
    say(
      faults.length === 0
        ? `✓ ${String(summary.decisions)} 个已答复的决定各存一次,重发答复相同,无一卡住 / each answered decision stands once, answers the same again, nothing is stuck`
        : `✗ ${String(faults.length)} 处不符 / violations`,
    );
    return faults.length === 0 ? 0 : 1;
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
