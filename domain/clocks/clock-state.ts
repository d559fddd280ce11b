/** One clock of a process as its folded state holds it: its date, how far it is, and how the date came about. Plain JSON. */
import type { Effect } from '../pack/types';
import type { Stop, StopReason } from './stops';

export interface ClockState {
  readonly key: string;
  readonly name: string;
  readonly run: string;
  readonly kind: 'deadline' | 'notBefore' | 'window' | 'validity' | 'recurring';
  readonly status: 'running' | 'paused' | 'reached' | 'met' | 'stopped';
  /** Plain dates in Asia/Shanghai. For a window `due` is its end and `opens` its start. */
  readonly from: string;
  readonly due: string;
  readonly opens?: string;
  /** Instant at which the engine wakes for it. */
  readonly wakeAt: string;
  readonly until?: string;
  readonly basis?: string;
  readonly zh?: string;
  readonly en?: string;
  readonly pausedAt?: string;
  /** A statutory term: nothing stops it. */
  readonly neverStops?: true;
  /** Why it stands still; counts only while it is paused. */
  readonly stoppedFor?: StopReason;
  readonly overdue?: boolean;
  /** What falls due when it is reached, beyond reminders. */
  readonly then?: readonly Effect[];
  /** How the date came about, in data; words are made by domain/clocks/explain.ts. */
  readonly why: {
    readonly length?: number;
    readonly unit?: string;
    readonly fixed?: string;
    readonly opensAfter?: number;
    readonly calendar?: string;
    /** Days off inside a count of working days; in older records also the roll past the last day. */
    readonly skipped?: readonly string[];
    /** Days off passed over at the end of the term (民法典 203). */
    readonly rolled?: readonly string[];
    /** Of both, those that a notice names, weekends inside a holiday included. */
    readonly holidays?: readonly string[];
    readonly provisional?: boolean;
    /** Days it stood still, and of a count of working days how many of them were such. */
    readonly pausedDays?: number;
    readonly pausedWorkingDays?: number;
    readonly stops?: readonly Stop[];
  };
}

/** True for a deadline that has passed while what it waits for has not come. */
export function isLate({ status, overdue }: Pick<ClockState, 'status' | 'overdue'>): boolean {
  return status === 'reached' && overdue === true;
}
