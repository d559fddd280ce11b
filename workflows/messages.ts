/** What a process is started with and what it can be told. Wire names are permanent. */
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Calendar } from '../domain/clocks/calendar';
import type { Rules } from '../domain/pack/types';
import type { Command, CommandResult } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';

/** The input of every run: folded state, the rules of its stage, the calendar its dates were counted with. */
export interface Carried {
  readonly state: ProcessState;
  readonly rules: Rules;
  readonly calendar: Calendar;
}

export const actUpdate = defineUpdate<CommandResult, [Command]>('act');

/** Folds what the journal holds beyond the workflow; answers the journal position it then knows. */
export const catchUpUpdate = defineUpdate<number>('catchUp');

export const stateQuery = defineQuery<ProcessState>('state');

/** Failure types that an update answers with. */
export const failures = {
  /** details[0]: Refusal[] */
  refused: 'refused',
  /** The run is moving into its next stage: send the same command again. */
  moving: 'moving',
  /** The journal is behind the workflow: frozen until an operator reconciles. */
  behind: 'behind',
  /** The record could not be written or read: nothing is known to be recorded, the same command may be sent again. */
  unavailable: 'unavailable',
  /** A bug: a rule that cannot be evaluated, an invariant that broke. */
  fault: 'fault',
} as const;
