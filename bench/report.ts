/** What a run gives, and how much it measures. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os';
import type { Figures, Ratio } from './figures';
import type { DueTogether } from './clocks';
import type { Disk, Memory } from './footprint';
import type { Kills } from './kills';
import type { Approvals, Returns, Votes } from './work';
import type { InboxFigures, InboxSize } from './inbox';
import type { RulesFigures, RulesSize } from './rules';

export const parts = ['footprint', 'ratio', 'work', 'clocks', 'kills', 'inbox', 'rules'] as const;
export type Part = (typeof parts)[number];

/** One at a time, and fifty in flight over fifty workflows. */
export interface OneAndFifty<T = Figures> {
  readonly one: T;
  readonly fifty: T;
}

/** W1, W3 and W6. */
export interface Work {
  readonly approvals: Readonly<Record<'one' | 'ten' | 'fifty', Approvals>>;
  readonly votes: Votes;
  readonly returns: Returns;
}

export interface Report {
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryMiB: number;
    readonly node: string;
    /** Load of the last minute when the run ended, the run's own included. */
    readonly load: number;
  };
  readonly floor?: OneAndFifty;
  readonly decision?: OneAndFifty;
  /** Decision over floor: above 1 is slower, for rates too. */
  readonly ratio?: OneAndFifty<Ratio>;
  readonly inbox?: InboxFigures;
  /** Per pack, in microseconds. */
  readonly rules?: RulesFigures;
  readonly work?: Work;
  /** W5. */
  readonly clocks?: DueTogether;
  /** W4. */
  readonly kills?: Kills;
  readonly footprint?: Disk & { readonly idleMiB: Memory; readonly afterLoadMiB: Memory };
}

export interface Sizes {
  /** Calls in flight, each on a workflow of its own. */
  readonly crowd: number;
  readonly rounds: number;
  readonly warmUp: number;
  /** Calls of a round, one at a time and fifty in flight. */
  readonly single: number;
  readonly crowded: number;
  readonly inbox: InboxSize;
  readonly finished: number;
  /** Projects approved with 1, 10 and 50 in flight. */
  readonly approvals: Readonly<Record<'one' | 'ten' | 'fifty', number>>;
  readonly votes: number;
  readonly returns: number;
  readonly clocks: number;
  readonly kills: number;
  readonly rules: RulesSize;
  /** Wait before the idle memory is read. */
  readonly settle: boolean;
}

/** `quick` proves that the bench runs; its figures mean nothing. */
export const sizes: Readonly<Record<'full' | 'quick', Sizes>> = {
  full: {
    crowd: 50,
    rounds: 8,
    warmUp: 300,
    single: 60,
    crowded: 400,
    inbox: { openTasks: 100_000, ownGroup: 20_000, calls: 300 },
    finished: 40,
    approvals: { one: 40, ten: 150, fifty: 250 },
    votes: 200,
    returns: 100,
    clocks: 5_000,
    kills: 8,
    rules: { rounds: 9, times: 40 },
    settle: true,
  },
  quick: {
    crowd: 4,
    rounds: 1,
    warmUp: 4,
    single: 4,
    crowded: 8,
    inbox: { openTasks: 3_000, ownGroup: 1_500, calls: 4 },
    finished: 2,
    approvals: { one: 1, ten: 2, fifty: 2 },
    votes: 2,
    returns: 1,
    clocks: 5,
    kills: 1,
    rules: { rounds: 1, times: 1 },
    settle: false,
  },
};

/** The machine it was measured on. */
export function machine(): Report['machine'] {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryMiB: Math.round(totalmem() / 1_048_576),
    node: process.version,
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}
