/** What the rules alone cost, per call and per pack: no server takes part. Times in microseconds. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineRules } from '../api/engine';
import { readPackText } from '../api/pack-reading';
import type { Pack } from '../domain/pack/types';
import { momentsOf, type Moment } from '../tests/walks/pure-ground';
import { packFiles, packs } from '../tests/walks/packs';
import { median, sumUp } from './figures';

const calls = ['resolve', 'gates', 'allowed'] as const;
type Call = (typeof calls)[number];

/** Microseconds of one call. */
export interface Cost {
  readonly p50: number;
  readonly p99: number;
}

export interface RulesOfPack {
  /** Decisions of one project's life that were looked at. */
  readonly moments: number;
  /** The baseline of the same run: state and rules copied by way of JSON, as they travel to a workflow. */
  readonly copy: Cost;
  readonly resolve: Cost;
  readonly gates: Cost;
  readonly allowed: Cost;
  /** Cost over that of the copy: the median of the rounds, each compared with itself. */
  readonly ratio: Readonly<Record<Call, number>>;
  /** Reading and checking the whole pack from its text, once. */
  readonly readMs: number;
}

export type RulesFigures = Readonly<Record<string, RulesOfPack>>;

export interface RulesSize {
  readonly rounds: number;
  /** How often each decision is looked at in a round. */
  readonly times: number;
}

const calendar = { version: 'none', years: {} };
const outside = { head: 1, totals: {}, openCases: [] };
const hundredth = (value: number) => Math.round(value * 100) / 100;

type Lane = Call | 'copy';

/** The calls at one decision, as the API makes them. */
function lanesAt(pack: Pack, { state, actor, act, now }: Moment): Readonly<Record<Lane, () => unknown>> {
  const rules = engineRules.rulesOf(pack, state);
  const moment = { state, around: { rules, now, calendar, outside }, actor };
  return {
    copy: () => JSON.parse(JSON.stringify({ state, rules })) as unknown,
    resolve: () => engineRules.rulesOf(pack, state),
    gates: () => engineRules.previewGates({ ...moment, act }),
    allowed: () => engineRules.allowedActions(moment),
  };
}

const lanes: readonly Lane[] = ['copy', ...calls];

/** One round: every lane at every decision in turn, so that a machine whose speed drifts slows all alike. */
function takeRound(at: readonly ReturnType<typeof lanesAt>[], times: number): Record<Lane, number[]> {
  const took: Record<Lane, number[]> = { copy: [], resolve: [], gates: [], allowed: [] };
  for (let time = 0; time < times; time += 1)
    for (const moment of at)
      for (const lane of lanes) {
        const from = performance.now();
        moment[lane]();
        took[lane].push((performance.now() - from) * 1000);
      }
  return took;
}

const costOf = (rounds: readonly Record<Lane, number[]>[], lane: Lane): Cost => {
  const { p50, p99 } = sumUp(rounds.map((round) => ({ times: round[lane], seconds: 1 })));
  return { p50, p99 };
};

/** In how many of the first rounds the code is still being compiled. */
const warmUp = 1;

async function measurePack(pack: Pack, file: string, { rounds, times }: RulesSize): Promise<RulesOfPack> {
  const text = readFileSync(join(__dirname, '..', 'policies', file), 'utf8');
  const from = performance.now();
  readPackText(text);
  const readMs = hundredth(performance.now() - from);
  const moments = await momentsOf(pack);
  const at = moments.map((moment) => lanesAt(pack, moment));
  const all = Array.from({ length: rounds + warmUp }, () => takeRound(at, times)).slice(warmUp);
  const middle = (round: Record<Lane, number[]>, lane: Lane) => median(round[lane]);
  const ratio = (call: Call) =>
    hundredth(median(all.map((round) => middle(round, call) / middle(round, 'copy'))));
  return {
    moments: moments.length,
    copy: costOf(all, 'copy'),
    resolve: costOf(all, 'resolve'),
    gates: costOf(all, 'gates'),
    allowed: costOf(all, 'allowed'),
    ratio: { resolve: ratio('resolve'), gates: ratio('gates'), allowed: ratio('allowed') },
    readMs,
  };
}

/** Measures the rules of every committed pack over the life of a project that passes. */
export async function measureRules(size: RulesSize): Promise<RulesFigures> {
  const figures: Record<string, RulesOfPack> = {};
  for (const [index, pack] of packs.entries())
    figures[pack.ref.id] = await measurePack(pack, packFiles[index] ?? '', size);
  return figures;
}

const cell = (value: number) => value.toFixed(1).padStart(9);

/** The figures as lines for people. */
export function rulesLines(figures: RulesFigures): string[] {
  return Object.entries(figures).flatMap(([pack, each]) => [
    `rules of ${pack}: ${String(each.moments)} decisions; read whole in ${String(each.readMs)} ms`,
    ...lanes.map((lane) => {
      const { p50, p99 } = each[lane];
      const ratio = lane === 'copy' ? '' : `  ${each.ratio[lane].toFixed(2)} × copy`;
      return `   ${lane.padEnd(9)}${cell(p50)} µs p50${cell(p99)} µs p99${ratio}`;
    }),
  ]);
}
