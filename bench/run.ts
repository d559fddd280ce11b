/** npm run bench [-- --json] [-- --quick]: every figure of docs/performance.md in one run on one set of servers. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import mongoose from 'mongoose';
import type { Dossier } from '../demo/dossier';
import { defined } from '../domain/defined';
import { demoJurisdiction } from '../embedded/demo-people';
import { startHouse, type House } from '../tests/faults/house';
import { openDossier } from '../tests/faults/life';
import { openLine, type Line } from '../tests/faults/line';
import { decider, readTemplate, submitProjects } from './decisions';
import { compare, sumUp, timeCalls, type Block } from './figures';
import { layFloor } from './floor';
import { measureDisk, measureMemory } from './footprint';
import { measureDueTogether } from './clocks';
import { openCaller, type Caller } from './http';
import { fillInbox, measureInbox } from './inbox';
import { measureKills } from './kills';
import { measureRules } from './rules';
import { openOffice } from './office';
import { measureApprovals, measureReturns, measureVotes } from './work';
import {
  machine,
  parts,
  sizes,
  type OneAndFifty,
  type Part,
  type Report,
  type Sizes,
  type Work,
} from './report';
import { tableOf } from './table';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    /** Some of the parts of report.ts; without it all. */
    only: { type: 'string', default: parts.join(',') },
    /** How many clocks fall due at once; without it the size says. */
    clocks: { type: 'string' },
    /** They came before their processes were started. A quick run has no time for others. */
    overdue: { type: 'boolean', default: false },
    /** Keeps the servers for this many seconds after the run, for a look at them. */
    linger: { type: 'string', default: '0' },
  },
});

const settleMs = 5_000;
/** For so many clocks one project more is decided on in turn: a project that was suspended thousands of times is like no real one. */
const clocksPerDecided = 250;

interface Site {
  readonly house: House;
  readonly line: Line;
  readonly dossier: Dossier;
  /** A member of the group that checks applications. */
  readonly caller: Caller;
  readonly size: Sizes;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

type Calls = (place: number) => Promise<unknown>;
interface Blocks {
  readonly one: Block[];
  readonly fifty: Block[];
}

const figuresOf = ({ one, fifty }: Blocks): OneAndFifty => ({ one: sumUp(one), fifty: sumUp(fifty) });

/** Floor and product in turn, the first of a round changing, so that a machine whose speed drifts slows both alike. */
async function race(floor: Calls, product: Calls, size: Sizes): Promise<{ floor: Blocks; product: Blocks }> {
  const lanes = [
    { calls: floor, blocks: { one: [], fifty: [] } as Blocks },
    { calls: product, blocks: { one: [], fifty: [] } as Blocks },
  ] as const;
  for (const { calls } of lanes) await timeCalls(calls, { count: size.warmUp, inFlight: size.crowd });
  for (let round = 1; round <= size.rounds; round += 1) {
    for (const { calls, blocks } of round % 2 === 0 ? lanes.toReversed() : lanes)
      blocks.one.push(await timeCalls(calls, { count: size.single, inFlight: 1 }));
    for (const { calls, blocks } of round % 2 === 0 ? lanes.toReversed() : lanes)
      blocks.fifty.push(await timeCalls(calls, { count: size.crowded, inFlight: size.crowd }));
    const [below, above] = lanes.map(({ blocks }) => sumUp(blocks.one.slice(-1)).p50);
    say(`第 ${round}/${size.rounds} 轮 / round: ${below ?? 0} ms → ${above ?? 0} ms`);
  }
  return { floor: lanes[0].blocks, product: lanes[1].blocks };
}

async function measureRatio({ house, line, dossier, caller, size }: Site, folder: string) {
  const { crowd } = size;
  say(`建立 ${crowd} 个项目 / making ${crowd} projects`);
  const projects = await submitProjects(line, dossier, crowd);
  const decide = decider(caller, projects);
  for (let place = 0; place < 2; place += 1) await decide(0);
  const template = await readTemplate(projects[0] ?? '');
  const floor = await layFloor(house, { template, workflows: crowd, folder });
  try {
    const raced = await race(floor.write, decide, size);
    const ratio = {
      one: compare(raced.product.one, raced.floor.one),
      fifty: compare(raced.product.fifty, raced.floor.fifty),
    };
    return { floor: figuresOf(raced.floor), decision: figuresOf(raced.product), ratio };
  } finally {
    await floor.stop();
  }
}

async function measureTasks({ line, dossier, caller, size }: Site) {
  say(`装入 ${size.inbox.openTasks} 个待办 / loading ${size.inbox.openTasks} tasks`);
  if ((await mongoose.connection.collection('tasks').countDocuments({ status: 'open' })) === 0)
    await submitProjects(line, dossier, 1);
  await fillInbox(size.inbox, `post:${demoJurisdiction}/cyberspaceOffice`, Date.now());
  return measureInbox(caller, size.inbox);
}

async function measureFootprint({ house, line, dossier, size }: Site) {
  await pause(size.settle ? settleMs : 0);
  const idleMiB = await measureMemory(house);
  say(`空闲内存 / idle: ${idleMiB.total} MiB;办结 ${size.finished} 个项目 / finishing projects`);
  const disk = await measureDisk(house, { line, dossier, projects: size.finished });
  return { ...disk, idleMiB };
}

async function measureWork({ house, size }: Site): Promise<Work> {
  const office = await openOffice(house);
  const approve = (projects: number, inFlight: number) => {
    say(`三级审批 / three-step approvals: ${projects}, ${inFlight} in flight`);
    return measureApprovals(office, { projects, inFlight });
  };
  try {
    await measureApprovals(office, { projects: 2, inFlight: 2 });
    const { one, ten, fifty } = size.approvals;
    const approvals = {
      one: await approve(one, 1),
      ten: await approve(ten, 10),
      fifty: await approve(fifty, 50),
    };
    say(`九人同时表决与并行退回 / nine votes at once, returns through parallel steps`);
    return {
      approvals,
      votes: await measureVotes(office, size.votes),
      returns: await measureReturns(office, size.returns),
    };
  } finally {
    office.close();
  }
}

async function measureClocks({ house, line, dossier, caller, size }: Site) {
  const count = Number(values.clocks ?? size.clocks);
  say(`${count} 个时限同时到期 / clocks fall due at once`);
  const others = Math.max(1, Math.ceil(count / clocksPerDecided));
  const [template = '', ...decided] = await submitProjects(line, dossier, 1 + others);
  const decide = decider(caller, decided);
  const overdue = values.overdue || values.quick;
  return measureDueTogether(house, { count, overdue, template, decide, say });
}

async function measureAll(site: Site, wanted: ReadonlySet<Part>, folder: string): Promise<Report> {
  const footprint = wanted.has('footprint') ? await measureFootprint(site) : undefined;
  const ratio = wanted.has('ratio') ? await measureRatio(site, folder) : undefined;
  const work = wanted.has('work') ? await measureWork(site) : undefined;
  const clocks = wanted.has('clocks') ? await measureClocks(site) : undefined;
  const kills = wanted.has('kills') ? await measureKills(site.size.kills) : undefined;
  const inbox = wanted.has('inbox') ? await measureTasks(site) : undefined;
  const memory = footprint && { ...footprint, afterLoadMiB: await measureMemory(site.house) };
  return {
    machine: machine(),
    ...ratio,
    ...defined({ work, clocks, kills, inbox }),
    ...(memory ? { footprint: memory } : {}),
  };
}

const print = (report: Report) =>
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : `${tableOf(report)}\n`);

/** Everything that needs servers. */
async function measureOnServers(wanted: ReadonlySet<Part>, size: Sizes, rules: Pick<Report, 'rules'>) {
  const folder = mkdtempSync(join(tmpdir(), 'govflow-bench-'));
  say('启动 mongod、Temporal、工作进程和接口 / starting mongod, Temporal, worker and API');
  const house = await startHouse();
  try {
    const line = openLine(house.baseUrl);
    const caller = openCaller(house.baseUrl, await line.token('cyberspace'));
    await mongoose.connect(house.env['MONGODB_URI'] ?? '');
    const report = await measureAll(
      { house, line, dossier: await openDossier(), caller, size },
      wanted,
      folder,
    );
    print({ ...report, ...rules });
    await pause(Number(values.linger) * 1000);
    caller.close();
  } finally {
    await mongoose.disconnect();
    await house.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const wanted = new Set(parts.filter((part) => values.only.split(',').includes(part)));
  const size = values.quick ? sizes.quick : sizes.full;
  // Before any server starts: nothing of ours runs beside it.
  const rules = wanted.delete('rules') ? { rules: await measureRules(size.rules) } : {};
  if (wanted.size === 0) print({ machine: machine(), ...rules });
  else await measureOnServers(wanted, size, rules);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exit(1);
  },
);
