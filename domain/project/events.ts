/** What happened. Past tense, plain JSON, never renamed: they stand in histories and in the audit trail for decades. */
import type { CalendarYear } from '../clocks/calendar';
import type { PackRef, StageKind } from '../pack/types';
import type { Fields, MaterialRef } from './commands';
import type { DueEffect, IssuedDocument } from './follow-ups';
import type { ClockState, NewProcess, Participant, PersonRef, Status, Task } from './state';

interface OnTask<T extends string> {
  readonly type: T;
  readonly task: string;
  readonly person: PersonRef;
}
interface Said {
  readonly comment?: string;
}
interface Given {
  readonly to: PersonRef;
  readonly reason: string;
}
interface Steered<T extends string> {
  readonly type: T;
  readonly person: PersonRef;
  readonly from: string | null;
  readonly to: string;
  readonly reason: string;
}

/** What people did with a task or the route beside deciding. `person` is who did it, `to` whom it concerns. */
export type VerbEvent =
  | (OnTask<'delegated'> & Given)
  | (OnTask<'assigneeCorrected'> & Given)
  | (OnTask<'handedBack'> & { readonly to: PersonRef; readonly comment: string })
  | (OnTask<'gotBack'> & Said)
  /** `task` is the seat that the new one (`signer`) was added to. */
  | (OnTask<'signerAdded'> & { readonly signer: Task; readonly reason: string })
  | (OnTask<'signerRemoved'> & { readonly reason: string })
  | (OnTask<'takenBack'> & Said)
  | (OnTask<'urged'> & Said)
  | (OnTask<'copied'> & Said & { readonly to: PersonRef })
  | OnTask<'copyRead'>
  | (OnTask<'consulted'> & { readonly to: PersonRef; readonly question: string })
  | (OnTask<'answered'> & { readonly comment: string })
  | Steered<'jumped'>
  | Steered<'wokenUp'>;

export type ProcessEvent =
  | { readonly type: 'created'; readonly process: NewProcess }
  | {
      readonly type: 'runEntered';
      readonly run: string;
      readonly kind: StageKind | 'case';
      readonly occurrence: number;
      readonly round: number;
    }
  | {
      readonly type: 'stepOpened';
      readonly phase: string;
      readonly step: string;
      readonly opening: number;
      readonly tasks: readonly Task[];
    }
  | { readonly type: 'taskActivated'; readonly task: string }
  | { readonly type: 'taskClaimed'; readonly task: string; readonly person: PersonRef }
  | { readonly type: 'taskReleased'; readonly task: string; readonly person: PersonRef }
  | {
      readonly type: 'taskReassigned';
      readonly task: string;
      readonly to: PersonRef;
      readonly by: PersonRef;
      readonly reason: string;
    }
  | {
      readonly type: 'commented';
      readonly task: string;
      readonly person: PersonRef;
      readonly comment: string;
    }
  | {
      readonly type: 'decided';
      readonly task: string;
      readonly person: PersonRef;
      readonly outcome: string;
      readonly comment?: string;
      readonly findings?: Readonly<Record<string, string>>;
      readonly grounds?: string;
      readonly seen?: readonly { readonly id: string; readonly sha256: string }[];
    }
  | {
      readonly type: 'returned';
      readonly task: string;
      readonly person: PersonRef;
      readonly to: string;
      readonly reason: string;
      /** The step jumps back to whoever returned it. */
      readonly back?: true;
    }
  | VerbEvent
  /** The process has another applicant from now on. */
  | {
      readonly type: 'applicantCorrected';
      readonly person: PersonRef;
      readonly from: PersonRef;
      readonly to: PersonRef;
      readonly reason: string;
    }
  | { readonly type: 'participated'; readonly participant: Participant }
  | { readonly type: 'factsDeclared'; readonly facts: Fields }
  | { readonly type: 'materialsAttached'; readonly materials: readonly MaterialRef[] }
  | {
      readonly type: 'partyBound';
      readonly role: string;
      readonly org: string;
      readonly zh: string;
      /** Why, where somebody else was bound before. */
      readonly reason?: string;
    }
  | { readonly type: 'gateWaived'; readonly code: string; readonly by: string; readonly reason: string }
  | { readonly type: 'tasksCancelled'; readonly tasks: readonly string[] }
  | { readonly type: 'stepDone'; readonly step: string; readonly opening: number; readonly outcome: string }
  | { readonly type: 'roundStarted'; readonly run: string; readonly round: number }
  | { readonly type: 'phaseDone'; readonly phase: string; readonly outcome: string }
  | {
      readonly type: 'runEnded';
      readonly run: string;
      readonly kind: StageKind | 'case';
      readonly occurrence: number;
      readonly outcome: string;
      readonly good: boolean;
    }
  | { readonly type: 'clockStarted'; readonly clock: ClockState }
  | { readonly type: 'clockChanged'; readonly key: string; readonly change: Partial<ClockState> }
  /** The process counts with these years from now on. */
  | { readonly type: 'calendarAdopted'; readonly years: Readonly<Record<string, CalendarYear>> }
  | { readonly type: 'documentIssued'; readonly document: IssuedDocument }
  | { readonly type: 'effectDue'; readonly effect: DueEffect }
  /** `result`: the process it opened or reached, or the code with which that one refused. */
  | {
      readonly type: 'effectDone';
      readonly key: string;
      readonly done: boolean;
      readonly result: string;
    }
  /** A case that the pack lets stop clocks was handed in, or is over; `by` is its workflow id. */
  | { readonly type: 'clocksHeld'; readonly by: string; readonly case: string; readonly reason: string }
  | { readonly type: 'clocksLetGo'; readonly by: string }
  | {
      readonly type: 'packMoved';
      readonly person: PersonRef;
      readonly from: PackRef;
      readonly to: PackRef;
      readonly reason: string;
    }
  | { readonly type: 'faultReported'; readonly person: PersonRef; readonly reason: string }
  | { readonly type: 'statusChanged'; readonly status: Status; readonly reason?: string }
  | { readonly type: 'suspended'; readonly person: PersonRef; readonly reason: string }
  | { readonly type: 'resumed'; readonly person: PersonRef; readonly reason: string };

/** One recorded command with what it brought about: a line of the journal. */
export interface Entry {
  readonly commandId: string;
  readonly bodyHash: string;
  readonly at: string;
  readonly actor: PersonRef & { readonly org: string };
  readonly action: string;
  readonly events: readonly ProcessEvent[];
}
