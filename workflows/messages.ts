/** What a process is started with and what it can be told. Wire names are permanent. */
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import { defineQuery, defineUpdate } from '@temporalio/workflow';
import type { Calendar } from '../domain/clocks/calendar';
import type { Rules } from '../domain/pack/types';
import type { Command, CommandResult } from '../domain/project/commands';
import type { Entry } from '../domain/project/events';
import type { ProcessState } from '../domain/project/state';
import { isOverdue } from '../domain/project/view';

/** The input of every run: folded state, the rules of its stage, the calendar its dates were counted with. */
export interface Carried {
  readonly state: ProcessState;
  readonly rules: Rules;
  readonly calendar: Calendar;
}

const stageKey = defineSearchAttributeKey('GovflowStage', 'KEYWORD');
const jurisdictionKey = defineSearchAttributeKey('GovflowJurisdiction', 'KEYWORD');
const ownerOrgKey = defineSearchAttributeKey('GovflowOwnerOrg', 'KEYWORD');
export const overdueKey = defineSearchAttributeKey('GovflowOverdue', 'BOOL');

/** What operators find processes by in Temporal. Stored there unencrypted: organisations and stages, never a person. */
export const searchAttributes = [stageKey, jurisdictionKey, ownerOrgKey, overdueKey] as const;

/** The search attributes of a process that runs as a workflow type: a stage, or a case. */
export function attributesOf(state: ProcessState, workflowType: string): SearchAttributePair[] {
  return [
    { key: stageKey, value: workflowType },
    { key: jurisdictionKey, value: state.jurisdiction },
    { key: ownerOrgKey, value: state.owner.org },
    { key: overdueKey, value: isOverdue(state) },
  ];
}

export const actUpdate = defineUpdate<CommandResult, [Command]>('act');

/** Folds what the journal holds beyond the workflow; answers the journal position it then knows. */
export const catchUpUpdate = defineUpdate<number>('catchUp');

export const stateQuery = defineQuery<ProcessState>('state');

/** An entry as this run recorded or folded it. */
export interface HeldEntry {
  /** Position in the workflow's journal. */
  readonly seq: number;
  /** Position in the audit chain when it was recorded; null when it was folded from the record. */
  readonly chainSeq: number | null;
  readonly entry: Entry & { readonly result: CommandResult };
}

/** What one run holds of its journal: everything after the position it started at. */
export interface HeldJournal {
  readonly from: number;
  readonly seq: number;
  readonly entries: readonly HeldEntry[];
}

/** Entries after a position, at most so many: what a record restored from an older copy has lost. */
export const journalQuery = defineQuery<HeldJournal, [number, number]>('journal');

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
