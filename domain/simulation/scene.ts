/** What a simulation tells: one scene for every opening of a step, and why it stopped. Plain JSON. */
import type { GateReport } from '../gates/report';
import type { Said } from '../pack/flow-words';
import type { Refusal } from '../refusals';

/** Something a seat is asked for, and whether the dossier has it. */
export interface AskedFor extends Said {
  readonly name: string;
  readonly given: boolean;
}

export interface SeatScene extends Said {
  readonly role: string;
  /** The role whose decision this seat enters. */
  readonly onBehalfOf?: string;
  readonly fields: readonly AskedFor[];
  readonly materials: readonly AskedFor[];
}

export interface ClockScene {
  readonly clock: string;
  readonly kind: string;
  /** Plain date. */
  readonly due: string;
  /** Name, and how the date came about. */
  readonly name: Said;
  readonly explained: Said;
  readonly basis?: string;
}

export interface Scene {
  /** The day on which the step opened. */
  readonly on: string;
  readonly run: string;
  readonly step: string;
  readonly round: number;
  readonly name: Said;
  readonly stage: Said;
  readonly basis?: string;
  readonly seats: readonly SeatScene[];
  /** Deadlines and earliest dates of this step that run when it opens. */
  readonly by: readonly ClockScene[];
  /** The days it waited for because a clock let it go no earlier. */
  readonly waited: readonly { readonly clock: string; readonly until: string }[];
  /** Every gate that was looked at, as the last decision found it. */
  readonly gates: readonly GateReport[];
  readonly waived: readonly string[];
  readonly outcome?: string;
  /** Clocks that the decision started. */
  readonly started: readonly ClockScene[];
  readonly documents: readonly (Said & { readonly document: string })[];
  /** Cases it opens, facts it sets, and what else follows. */
  readonly effects: readonly string[];
}

/** Why a simulation stopped. Only `end` and `inUse` are the end of the road. */
export type Stop = Said & {
  readonly why: 'end' | 'inUse' | 'choice' | 'refused' | 'nobody' | 'circle' | 'fault';
  readonly at?: string;
  /** For a choice: what may be chosen. */
  readonly outcomes?: readonly string[];
  readonly refusals?: readonly Refusal[];
};

export interface Simulation {
  readonly scenes: readonly Scene[];
  readonly stop: Stop;
  /** The day on which it stopped. */
  readonly on: string;
  readonly status: string;
  readonly run: string | null;
}
