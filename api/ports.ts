/** What the API asks of the engine: reads of the record, and the rules of the process. server.ts plugs the real ones in. */
import type { PackMistake } from '../domain/pack/mistakes';
import type { Rules, Pack } from '../domain/pack/types';
import type { StandIn } from '../domain/people/substitution';
import type { Act, Actor, Command, CommandResult } from '../domain/project/commands';
import type { ChainProof } from '../models/records';
import type { InboxSort, TaskFilter } from '../models/tasks';
import type { RecordLine } from '../models/process-schemas';
import type { RecordPage } from '../models/records';
import type { Surroundings } from '../domain/project/context';
import type { OutsideFacts } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import type { ProcessView, TaskRow } from '../domain/project/view';
import type { Refusal, UnmetGate } from '../domain/refusals';

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface ProjectQuery {
  readonly text?: string;
  readonly stage?: string;
  readonly status?: string;
  readonly owner?: string;
  readonly overdue?: boolean;
  readonly jurisdiction?: string;
  /** Who asks: null sees all, others what concerns one of these keys. */
  readonly visibleTo: readonly string[] | null;
  readonly limit: number;
  readonly cursor?: string;
}

export const taskViews = ['todo', 'claimable', 'done', 'started', 'copied', 'all'] as const;
export type TaskView = (typeof taskViews)[number];

/** `all` is the administrators' and counted nowhere. */
export type TaskCounts = Readonly<Record<Exclude<TaskView, 'all'>, number>>;

export interface TaskQuery {
  readonly view: TaskView;
  readonly sort?: InboxSort;
  readonly person: string;
  readonly keys: readonly string[];
  readonly limit: number;
  readonly cursor?: string;
  readonly only?: TaskFilter;
  /** Absent people whose tasks are theirs as well. */
  readonly standIns?: readonly StandIn[];
}

/** The record in MongoDB, as the engine writes it. */
export interface EngineReads {
  findByCommand(
    workflowId: string,
    commandId: string,
  ): Promise<{ result: CommandResult; bodyHash: string } | null>;
  /** Not older than journal position `atLeast`. */
  findRun(workflowId: string, atLeast?: number): Promise<{ seq: number; state: ProcessState } | null>;
  listRecords(subject: string, page: RecordPage): Promise<readonly RecordLine[]>;
  verifyChain(subject: string): Promise<ChainProof>;
  searchProjects(query: ProjectQuery): Promise<Page<ProcessView>>;
  listCases(projectId: string): Promise<readonly ProcessView[]>;
  findTask(id: string): Promise<TaskRow | null>;
  listTasks(query: TaskQuery): Promise<Page<TaskRow>>;
  /** True when nobody but the person who holds it can act on a key. */
  isSoleHolder(key: string): Promise<boolean>;
  countTasks(who: Pick<TaskQuery, 'person' | 'keys' | 'standIns'>): Promise<TaskCounts>;
  gatherOutsideFacts(state: ProcessState, rules: Rules): Promise<OutsideFacts>;
  /** The days off of one place, as published a few seconds ago. */
  calendar(jurisdiction: string): Promise<Surroundings['calendar']>;
}

/** A gate before an action is tried. */
export interface GatePreview extends UnmetGate {
  readonly met: boolean;
  readonly waived?: boolean;
}

export interface AllowedAction {
  readonly action: string;
  readonly task?: string;
  readonly outcomes?: readonly string[];
  readonly [more: string]: unknown;
}

/** A process, what surrounds it, and who asks. */
export interface Moment {
  readonly state: ProcessState;
  readonly around: Surroundings;
  readonly actor: Actor;
}

export type Tried = { readonly refusals: readonly Refusal[] } | { readonly state: ProcessState };

/** The rules of the process, asked without deciding anything. */
export interface EngineRules {
  allowedActions(moment: Moment): readonly AllowedAction[];
  previewGates(moment: Moment & { readonly act: Act }): readonly GatePreview[];
  /** What an act would come to now: why it is refused, or the process after it. Records nothing. */
  tryAct(moment: Moment & { readonly act: Act }): Tried;
  /** Kinds of materials that enter the process with this act. */
  materialsDueAt(moment: Moment & { readonly act: Act }): readonly string[];
  /** The slice of the pack that the present (or first) run needs. */
  rulesOf(pack: Pack, state: Pick<ProcessState, 'run' | 'kind' | 'caseType'>): Rules;
  /** The start of a process that has no event yet. */
  newRun(state: ProcessState, pack: Pack): Promise<NewRun>;
}

/** What a workflow is started with. */
export interface NewRun {
  readonly workflowId: string;
  readonly workflowType: string;
  /** The workflow's one argument; the engine knows its shape. */
  readonly carried: unknown;
}

/** A published year: of the nation, or the own days of a jurisdiction. */
export interface CalendarTable {
  readonly year: number;
  readonly jurisdiction: string | null;
  readonly revision: number;
  /** ISO UTC instant. */
  readonly publishedAt: string;
}

/** The running workflows. */
export interface EngineDoor {
  /** Sends a command to a running process; answers or throws a Problem within the deadline. */
  act(workflowId: string, command: Command): Promise<CommandResult>;
  /** Starts a process if it does not run, and sends it its first command. */
  open(run: NewRun, command: Command): Promise<CommandResult>;
  /** Has a process fold what the record holds beyond it; says nothing when it cannot be reached: its next command does the same. */
  catchUp(workflowId: string): Promise<void>;
  /** Lets every open process hear of a published calendar, once for each table. */
  tellCalendar(table: CalendarTable): Promise<void>;
  isUp(): Promise<boolean>;
}

/** A pack text as read: the pack, or every mistake in it. */
export interface PackReading {
  readonly pack: Pack | null;
  readonly mistakes: readonly PackMistake[];
  /** Rows that ask for less than a pack it builds on: there the stricter one holds. */
  readonly overruled: readonly PackMistake[];
}
