/** What the figures are made of: one slim row a project, one a group of tasks. Plain JSON, as models/statistics.ts reads it. */
import type { ClockState } from '../clocks/clock-state';
import type { StageKind } from '../pack/types';
import type { EndedRun, Status } from '../project/state';

/** A project as far as figures need it. Money in integer fen, instants ISO UTC. */
export interface ProjectFigureRow {
  readonly id: string;
  readonly jurisdiction: string;
  readonly ownerOrg: string;
  readonly ownerZh: string;
  readonly packId: string;
  readonly packVersion: string;
  readonly status: Status;
  readonly over: boolean;
  readonly overdue: boolean;
  readonly run: string | null;
  readonly stage: StageKind | 'case' | null;
  readonly createdAt: string;
  readonly ended: readonly Pick<EndedRun, 'run' | 'kind' | 'at'>[];
  /** The round of every run; absent in rows written before there was such a column. */
  readonly rounds?: Readonly<Record<string, number>> | null;
  readonly clocks: readonly Pick<ClockState, 'run' | 'kind' | 'status' | 'overdue'>[];
  /** As declared: anything, or nothing. */
  readonly budget?: unknown;
  readonly contract?: unknown;
}

/** Tasks of projects that fall into one group. */
export interface TaskFigureRow {
  readonly key: string;
  readonly open: number;
  readonly done: number;
  /** Hours between opening and decision, summed over those done. */
  readonly hours: number;
}

/** By what the figures are laid apart. */
export const groupings = ['stage', 'department', 'jurisdiction', 'year'] as const;
export type Grouping = (typeof groupings)[number];
