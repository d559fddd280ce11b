/** Restarts every part of a house of many processes while people decide, and tells what they noticed. */
import { setTimeout as pause } from 'node:timers/promises';
import { judge } from '../faults/judge';
import { openLine, type Line } from '../faults/line';
import { startCrowd, type Crowd } from '../faults/load';
import type { ManyHouse, Part } from './house';

export interface StepFigures {
  readonly step: string;
  readonly seconds: number;
  /** The longest time in which nobody got a decision answered. */
  readonly longestGapMs: number;
  readonly decisions: number;
  readonly retried503: number;
}

/** A while in which nothing is restarted. */
export interface SteadyFigures {
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface RollingFigures {
  readonly decisions: number;
  readonly steady: SteadyFigures;
  /** How often each status was answered. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly steps: readonly StepFigures[];
  /** Everything that is wrong; empty when the house kept its word. */
  readonly faults: readonly string[];
}

interface Watch {
  readonly house: ManyHouse;
  readonly crowd: Crowd;
  readonly statuses: Map<number, number>;
  readonly faults: string[];
}

const people = 4;
/** After a part is back, people must get answers again within this time. */
const recoveryMs = 60_000;
const answersAfter = 10;

async function awaitDecisions(crowd: Crowd, more: number): Promise<void> {
  const wanted = crowd.acknowledged.length + more;
  const giveUpAt = Date.now() + recoveryMs;
  while (crowd.acknowledged.length < wanted) {
    if (Date.now() > giveUpAt) throw new Error(`stuck: fewer than ${String(more)} decisions in a minute`);
    await pause(50);
  }
}

/** Watches for the longest silence until told to stop. */
function watchGaps(crowd: Crowd): () => number {
  let longest = 0;
  let count = crowd.acknowledged.length;
  let since = performance.now();
  const look = (): void => {
    const now = performance.now();
    longest = Math.max(longest, now - since);
    if (crowd.acknowledged.length !== count) since = now;
    count = crowd.acknowledged.length;
  };
  const timer = setInterval(look, 10);
  return () => {
    clearInterval(timer);
    look();
    return Math.round(longest);
  };
}

async function replace({ faults }: Watch, part: Part): Promise<void> {
  const exit = await part.stop();
  if (exit.code !== 0) {
    faults.push(`${part.name} ended with ${JSON.stringify(exit)}:\n${part.log().slice(-2_000)}`);
  }
  await part.start();
}

type Steps = readonly (readonly [string, () => Promise<void>])[];

/** In the order in which an administrator would go: what keeps nothing first, the primary last. */
function stepsOf(watch: Watch): Steps {
  const { apis, workers, set, engine } = watch.house;
  const restartSecondary = async (): Promise<void> => {
    const primary = await set.primary();
    for (const member of set.members.filter((each) => each !== primary)) {
      await member.stop();
      await member.start();
      await set.healthy();
    }
  };
  const lose = async (how: 'stop' | 'kill9'): Promise<void> => {
    const primary = await set.primary();
    await primary[how]();
    await awaitDecisions(watch.crowd, answersAfter);
    await primary.start();
    await set.healthy();
  };
  return [
    ...[...workers, ...apis].map((part) => [part.name, () => replace(watch, part)] as const),
    ['mongod secondaries', restartSecondary],
    ['mongod primary steps down', () => set.stepDown()],
    ['mongod primary stops', () => lose('stop')],
    ['mongod primary is killed', () => lose('kill9')],
    ['temporal', () => engine.restart()],
  ];
}

async function takeStep(watch: Watch, [step, act]: Steps[number]): Promise<StepFigures> {
  const { crowd, statuses } = watch;
  const before = {
    at: performance.now(),
    decisions: crowd.acknowledged.length,
    late: statuses.get(503) ?? 0,
  };
  const gap = watchGaps(crowd);
  await act();
  await awaitDecisions(crowd, answersAfter);
  return {
    step,
    longestGapMs: gap(),
    seconds: Math.round((performance.now() - before.at) / 100) / 10,
    decisions: crowd.acknowledged.length - before.decisions,
    retried503: (statuses.get(503) ?? 0) - before.late,
  };
}

/** Anything beyond an answered refusal and a 503 that says "ask again" is a fault of the house. */
function judgeStatuses(statuses: ReadonlyMap<number, number>): string[] {
  return [...statuses]
    .filter(([status]) => status >= 500 && status !== 503)
    .map(([status, times]) => `${String(times)} answers were ${String(status)}`);
}

/** The same line, whose commands are timed. */
function timed(line: Line, times: number[]): Line {
  const send: Line['send'] = async (...call) => {
    const began = performance.now();
    const answer = await line.send(...call);
    times.push(performance.now() - began);
    return answer;
  };
  return { ...line, send };
}

async function watchSteady(times: number[], steadyMs: number): Promise<SteadyFigures> {
  times.length = 0;
  await pause(steadyMs);
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(sorted[Math.floor(sorted.length * share)] ?? 0);
  const seconds = steadyMs / 1000;
  return {
    seconds,
    perSecond: Math.round((sorted.length / seconds) * 10) / 10,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

/** Runs the whole round, beginning with so many milliseconds in which nothing is restarted; `say` hears each step as it ends. */
export async function rollingRestart(
  house: ManyHouse,
  steadyMs: number,
  say: (figures: StepFigures) => void,
): Promise<RollingFigures> {
  const statuses = new Map<number, number>();
  let turn = 0;
  const next = (): string => house.baseUrls[(turn += 1) % 2 === 0 ? 0 : 1];
  const times: number[] = [];
  const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
  const line = timed(openLine(next, count), times);
  await Promise.all(['applicant', 'cyberspace', 'records-auditor'].map((name) => line.token(name)));
  const crowd = await startCrowd(line, people);
  const watch: Watch = { house, crowd, statuses, faults: [] };
  await awaitDecisions(crowd, answersAfter);
  const steady = await watchSteady(times, steadyMs);
  const steps: StepFigures[] = [];
  for (const step of stepsOf(watch)) {
    const figures = await takeStep(watch, step);
    steps.push(figures);
    say(figures);
  }
  await crowd.stop();
  const faults = [...watch.faults, ...judgeStatuses(statuses), ...(await judge(house, line, crowd))];
  return {
    decisions: crowd.acknowledged.length,
    steady,
    statuses: Object.fromEntries(statuses),
    steps,
    faults,
  };
}
