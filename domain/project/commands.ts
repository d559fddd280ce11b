/** What people and machines ask of a process. The API builds them; a workflow decides them. Instants are ISO UTC. */
import type { CalendarYear } from '../clocks/calendar';
import type { Fields } from './field-values';
import type { Rules } from '../pack/types';
import type { DueEffect } from './follow-ups';

export type { Fields, FieldValue } from './field-values';

/** A person whom another one acts for (代): who they are, and the keys the substitute may use. */
export interface Absent {
  readonly id: string;
  readonly name: string;
  readonly org: string;
  readonly keys: readonly string[];
}

/** Who acts, as the API authenticated them. Keys name what they may hold: `post:<jurisdiction>/<id>`, `org:<id>`, `person:<id>`. */
export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly org: string;
  readonly keys: readonly string[];
  readonly admin?: boolean;
  /** The engine itself (clocks, opening a stage). */
  readonly system?: boolean;
  /** Acts as this person's substitute: a task is held by the absent person's keys alone, the duties bind both. */
  readonly onBehalf?: Absent;
}

/** A material as frozen into a process: bytes stay in GridFS under the id, the hash is of the bytes. */
export interface MaterialRef {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly sha256: string;
  readonly fileName: string;
  readonly fields: Fields;
  /** Organisation that made it, with what it was qualified for at upload. */
  readonly author?: { readonly org: string; readonly zh: string; readonly qualifiedUntil: string | null };
  readonly uploadedBy: string;
  readonly uploadedAt: string;
}

/** A material as it was shown to the person who decides. */
export interface SeenMaterial {
  readonly id: string;
  readonly sha256: string;
}

interface WithFields {
  readonly comment?: string;
  readonly fields?: Fields;
  readonly attach?: readonly MaterialRef[];
  readonly seen?: readonly SeenMaterial[];
}

/** Where a signer stands who was added to a seat: acts before it, beside it, or after it. */
export type Place = 'before' | 'beside' | 'after';

interface OnTask<T extends string> {
  readonly type: T;
  readonly task: string;
}
interface Said {
  readonly comment: string;
}
interface ToPerson {
  readonly to: Actor;
}

export type TaskAct =
  | (OnTask<'decide'> & {
      readonly outcome?: string;
      readonly findings?: Readonly<Record<string, string>>;
      readonly grounds?: string;
    } & WithFields)
  | OnTask<'claim'>
  | OnTask<'release'>
  | (OnTask<'reassign'> & ToPerson & Said)
  /** `then`: the steps between are walked again, or it jumps back to whoever returned it. */
  | (OnTask<'return'> & Said & { readonly to?: string; readonly then?: 'again' | 'back' })
  | (OnTask<'comment'> & Said)
  | (OnTask<'delegate'> & ToPerson & Said)
  | (OnTask<'handBack'> & Said)
  | (OnTask<'getBack'> & Said)
  | (OnTask<'addSigner'> &
      ToPerson &
      Said & {
        readonly place: Place;
        /** The seat falls away once its signer decides another seat of the step; absent in commands of older versions. */
        readonly yields?: true;
        /** Of the signer's keys those that nobody else holds today. */
        readonly soleKeys?: readonly string[];
      })
  | (OnTask<'removeSigner'> & Said)
  | (OnTask<'takeBack'> & Said)
  | (OnTask<'urge'> & Said)
  | (OnTask<'copy'> & ToPerson & Said)
  | OnTask<'markRead'>
  | (OnTask<'consult'> & ToPerson & Said)
  | (OnTask<'answer'> & Said)
  | (OnTask<'correctAssignee'> & ToPerson & Said);

export const lifeActs = ['withdraw', 'suspend', 'resume', 'terminate'] as const;
export type LifeAct = (typeof lifeActs)[number];

export type ProjectAct =
  | ({ readonly type: 'submit' } & WithFields)
  | { readonly type: LifeAct; readonly comment: string }
  /** An administrator moves the route to a step, or opens a finished one again. */
  | { readonly type: 'jump'; readonly to: string; readonly comment: string }
  | { readonly type: 'wakeUp'; readonly to?: string; readonly comment: string }
  /** An administrator names another applicant, of the same organisation. */
  | { readonly type: 'correctApplicant'; readonly to: Actor; readonly comment: string }
  /** An administrator moves a running project to another published version; `rules` is its slice for the present run. */
  | { readonly type: 'movePack'; readonly rules: Rules; readonly comment: string }
  | {
      readonly type: 'bindParty';
      readonly role: string;
      readonly org: string;
      readonly orgZh: string;
      /** Needed once the contract is signed and somebody else is bound. */
      readonly comment?: string;
    }
  /** The exception a text allows (原则上): the pack's named role lets a gate or material go, with a reason. */
  | { readonly type: 'waive'; readonly code: string; readonly comment: string }
  /** A serious fault in the trial run: its clock starts again where the pack says so. */
  | { readonly type: 'reportFault'; readonly comment: string };

export type SystemAct =
  | { readonly type: 'open' }
  | { readonly type: 'clockReached'; readonly clock: string; readonly due: string }
  /** Days off of whole years, as they hold in this process's place. */
  | { readonly type: 'calendarPublished'; readonly years: Readonly<Record<string, CalendarYear>> }
  /** An effect of another process, or of its own earlier decision, reaches this one. */
  | { readonly type: 'effect'; readonly effect: DueEffect }
  /** An effect of this process was carried out, or refused for good. */
  | { readonly type: 'effectDone'; readonly key: string; readonly done: boolean; readonly result: string };

export type Act = TaskAct | ProjectAct | SystemAct;

export interface Command {
  /** hash(actor, method, path, Idempotency-Key) for people; a key of the business event for machines. */
  readonly id: string;
  /** SHA-256 of the request body, so that the same key with another body is told apart. */
  readonly bodyHash: string;
  readonly actor: Actor;
  /** Journal sequence the API had read: a workflow behind it catches up before it decides. */
  readonly seenSeq: number;
  readonly act: Act;
}

/** What a recorded command answers, for ever the same. */
export interface CommandResult {
  readonly commandId: string;
  readonly workflowId: string;
  /** Position in the workflow's journal. */
  readonly seq: number;
  readonly at: string;
  readonly action: string;
  readonly task?: string;
  readonly outcome?: string;
  readonly status: string;
  readonly stage: string | null;
  readonly run: string | null;
  readonly round: number;
  /** Tasks this command opened. */
  readonly opened: readonly string[];
}
