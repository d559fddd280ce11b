/** The folded state of one process (a project, or a case). Plain JSON: it is the workflow's input and what `runs` keeps. */
import type { CalendarYear } from '../clocks/calendar';
import type { ClockState } from '../clocks/clock-state';
import type { PackRef, ProcessEnd, StageKind } from '../pack/types';
import type { Fields, MaterialRef } from './commands';
import type { DueEffect, IssuedDocument } from './follow-ups';
import type { PersonRef, Task } from './task';

/** On its way, put to use, done, or at one of the ends a pack may give it. */
export type Status = 'draft' | 'active' | 'suspended' | 'inUse' | 'closed' | ProcessEnd;

export type { ClockState } from '../clocks/clock-state';
export type { Copy, PersonRef, Task } from './task';

/** A case that stops clocks of its project. */
export interface Hold {
  readonly case: string;
  readonly reason: string;
}

/** The last act that moved the route, with what it changed: what taking it back restores. */
export interface Handled {
  readonly task: string;
  readonly person: PersonRef;
  /** Position in the journal of the act. */
  readonly seq: number;
  readonly results: ProcessState['results'];
  /** Other tasks it woke or cancelled, as they stood before. */
  readonly tasks: Readonly<Record<string, Task['status']>>;
  /** Clocks it started (null) or changed, as they stood before. */
  readonly clocks: Readonly<Record<string, ClockState | null>>;
  readonly backTo?: BackTo;
  /** Why it stands for good. */
  readonly final?: string;
}

/** A return that jumps back: when the step `from` is done, the step `to` opens again for the person who returned it. */
export interface BackTo {
  readonly from: string;
  readonly to: string;
  readonly seat: number;
  readonly person: PersonRef;
}

export interface OpenStep {
  readonly phase: string;
  readonly step: string;
  readonly opening: number;
}

/** Who did what in which role: earlier stages count for separation of duties. */
export interface Participant {
  readonly person: string;
  /** Whom they acted for: it counts as this person's act as well. */
  readonly onBehalf?: string;
  readonly role: string;
  readonly act: 'submitted' | 'reviewed' | 'decided' | 'recorded' | 'received';
  readonly run: string;
  readonly occurrence: number;
  readonly opening: number;
}

export interface EndedRun {
  readonly run: string;
  readonly kind: StageKind | 'case';
  readonly occurrence: number;
  readonly outcome: string;
  /** True for the good end of its body. */
  readonly good: boolean;
  readonly at: string;
}

export interface ProcessState {
  readonly workflowId: string;
  /** The audit chain it writes to: `project/<no>`, or `case/<no>` for a case that stands alone. */
  readonly subject: string;
  readonly kind: 'project' | 'case';
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly caseType?: string;
  readonly projectId?: string;
  /** Keys of who alone may read it, beside whoever opened it; absent: everyone concerned. */
  readonly readers?: readonly string[];
  readonly pack: PackRef;
  /** Commands recorded so far: the journal's last sequence number. */
  readonly seq: number;
  readonly status: Status;
  /** The pack's name of the present run, its kind, and which entry into that run this is. */
  readonly run: string | null;
  readonly stage: StageKind | 'case' | null;
  readonly occurrence: number;
  readonly rounds: Readonly<Record<string, number>>;
  readonly owner: { readonly org: string; readonly orgZh: string; readonly person: PersonRef };
  /** Who applied before the present applicant: barred from judging it as the applicant is. */
  readonly applicantsBefore?: readonly string[];
  readonly facts: Fields;
  readonly materials: Readonly<Record<string, MaterialRef>>;
  readonly parties: Readonly<Record<string, { readonly org: string; readonly zh: string }>>;
  readonly participants: readonly Participant[];
  readonly open: OpenStep | null;
  /** Tasks of the present run, open and done. */
  readonly tasks: Readonly<Record<string, Task>>;
  readonly taskCount: number;
  readonly openings: number;
  /** Keyed results of `stage.*` calls of the present run, e.g. `main/1` → `passed`. */
  readonly results: Readonly<Record<string, string>>;
  readonly clocks: Readonly<Record<string, ClockState>>;
  readonly ended: readonly EndedRun[];
  readonly waived: Readonly<
    Record<string, { readonly by: string; readonly at: string; readonly reason: string }>
  >;
  readonly suspension: {
    readonly reason: string;
    readonly at: string;
    readonly by: string;
    readonly before: Status;
  } | null;
  readonly documents?: readonly IssuedDocument[];
  /** Effects that are due and not yet carried out, by key. */
  readonly effects?: Readonly<Record<string, DueEffect>>;
  readonly effectCount?: number;
  /** Cases under way that stop clocks, by workflow id: their type, and why. */
  readonly holds?: Readonly<Record<string, Hold>>;
  /** Years published since this run was given its calendar. */
  readonly calendarYears?: Readonly<Record<string, CalendarYear>>;
  readonly handled?: Handled;
  readonly backTo?: BackTo;
  /** People from elsewhere who were shown something of it and may therefore read it. */
  readonly informed?: readonly string[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface NewProcess {
  readonly workflowId: string;
  readonly subject: string;
  readonly kind: 'project' | 'case';
  readonly id: string;
  readonly name: string;
  readonly jurisdiction: string;
  readonly caseType?: string;
  readonly projectId?: string;
  readonly readers?: readonly string[];
  readonly pack: PackRef;
  readonly owner: ProcessState['owner'];
  readonly facts: Fields;
  readonly parties?: ProcessState['parties'];
  readonly at: string;
}

/** A process before its first event. Its number is reserved; nothing has been decided. */
export function newProcess(input: NewProcess): ProcessState {
  const { at, parties, ...rest } = input;
  return {
    ...rest,
    seq: 0,
    status: 'draft',
    run: null,
    stage: null,
    occurrence: 0,
    rounds: {},
    materials: {},
    parties: parties ?? {},
    participants: [],
    open: null,
    tasks: {},
    taskCount: 0,
    openings: 0,
    results: {},
    clocks: {},
    ended: [],
    waived: {},
    suspension: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** The round of the present run: 1 at first, one more after every return and at every later entry. */
export function roundOf(state: ProcessState): number {
  return state.run === null ? 1 : (state.rounds[state.run] ?? 1);
}

/** What a process began as: its first event holds it, so that the records alone can build every view again. */
export function originOf(state: ProcessState): NewProcess {
  const {
    workflowId,
    subject,
    kind,
    id,
    name,
    jurisdiction,
    caseType,
    projectId,
    readers,
    pack,
    owner,
    facts,
    parties,
    createdAt,
  } = state;
  return {
    workflowId,
    subject,
    kind,
    id,
    name,
    jurisdiction,
    ...(caseType === undefined ? {} : { caseType }),
    ...(projectId === undefined ? {} : { projectId }),
    ...(readers === undefined ? {} : { readers }),
    pack,
    owner,
    facts,
    parties,
    at: createdAt,
  };
}
