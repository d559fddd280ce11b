/**
 * The one write of a decision: compare-and-append. Record lines, chain head, folded state, view and task rows change
 * together in one transaction, or not at all.
 */
import mongoose, { type ClientSession } from 'mongoose';
import { defined } from '../domain/defined';
import {
  numberDocuments,
  numberOf,
  openCodes,
  openNumbers,
  numberEntries,
  type Codes,
  type GivenAtIssue,
  type NamesAtIssue,
  type Numbers,
} from '../domain/documents/issue';
import { idsNamedIn, issuesIn } from '../domain/documents/named';
import { isFinished } from '../domain/project/effects';
import type { CommandResult } from '../domain/project/commands';
import type { Entry } from '../domain/project/events';
import type { ProcessState } from '../domain/project/state';
import type { TaskRow, ProcessView } from '../domain/project/view';
import { chainLines, genesis } from './chain';
import { isDuplicateKey } from './connection';
import { takeNumber } from './counters';
import { newCode } from './document-codes';
import { wakesAtOf } from './due-clocks';
import { orgNames } from './orgs';
import {
  cases,
  chains,
  projects,
  records,
  runs,
  tasks,
  type ChainHead,
  type RecordLine,
} from './process-schemas';

export interface RecordedEntry extends Entry {
  readonly result: CommandResult;
}

export interface RecordInput {
  readonly workflowId: string;
  readonly workflowType: string;
  readonly subject: string;
  /** Journal position the decisions were made at. */
  readonly expectedSeq: number;
  /** Chain head at which outside facts were read, if any were. */
  readonly expectedHead?: number;
  readonly entries: readonly RecordedEntry[];
  readonly state: ProcessState;
  readonly view: ProcessView;
  readonly tasks: readonly TaskRow[];
}

export type RecordOutcome =
  /** With what official documents were given in the same transaction. Runs recorded by older versions hold no names. */
  | (GivenAtIssue & {
      readonly status: 'recorded';
      readonly head: number;
      /** The instant the entries bear. Runs recorded by older versions do not hold it. */
      readonly at?: string;
    })
  /** The journal holds more than the workflow knows: nothing was written; fold these and decide again. */
  | { readonly status: 'ahead'; readonly entries: readonly RecordedEntry[] }
  /** Some of the commands were recorded before: nothing was written; these are their entries. */
  | { readonly status: 'known'; readonly entries: readonly RecordedEntry[] }
  /** Outside facts moved since they were gathered: nothing was written; gather and decide again. */
  | { readonly status: 'staleHead' }
  /** The journal holds less than the workflow: it was restored from an older copy. Nothing was written. */
  | { readonly status: 'behind'; readonly seq: number };

class Retreat extends Error {
  readonly outcome: RecordOutcome;
  constructor(outcome: RecordOutcome) {
    super(outcome.status);
    this.outcome = outcome;
  }
}

const durable = {
  writeConcern: { w: 'majority', journal: true },
  readConcern: { level: 'snapshot' },
} as const;

/** Records decisions at a journal position, or says why it cannot. Safe to call again with the same input. */
export async function appendRecord(input: RecordInput): Promise<RecordOutcome> {
  const session = await mongoose.connection.startSession();
  try {
    return await session.withTransaction(() => append(input, session), durable);
  } catch (error) {
    if (error instanceof Retreat) return error.outcome;
    if (isDuplicateKey(error)) return await explainDuplicate(input);
    throw error;
  } finally {
    await session.endSession();
  }
}

async function explainDuplicate(input: RecordInput): Promise<RecordOutcome> {
  const compared = await compare(input);
  if (compared.status !== 'ahead' || compared.entries.length > 0) return compared;
  const commandId = { $in: input.entries.map((entry) => entry.commandId) };
  const lines = await records
    .find({ workflowId: input.workflowId, commandId })
    .sort({ workflowSeq: 1 })
    .lean();
  return { status: 'known', entries: lines.map(toEntry) };
}

async function append(given: RecordInput, session: ClientSession): Promise<RecordOutcome> {
  const numbers = await takeNumbers(given, session);
  const atIssue = defined({ numbers, codes: giveCodes(given), names: await namesAtIssue(given, session) });
  const input = numberAll(given, atIssue);
  await moveRun(input, session);
  const head = await moveChain(input, session);
  await writeViews(input, session);
  const at = input.entries[0]?.at ?? input.state.updatedAt;
  return { status: 'recorded', head, at, ...atIssue };
}

/** Chance enters here, and what it gave is recorded with the decision: nobody can work a code out from what they know. */
function giveCodes({ entries }: RecordInput): Codes | undefined {
  const open = entries.flatMap(({ events }) => openCodes(events));
  return open.length === 0 ? undefined : Object.fromEntries(open.map((id) => [id, newCode()]));
}

/** Official numbers are taken with the decision they belong to, or not at all: none is lost, none is given twice. */
async function takeNumbers(
  { entries, state }: RecordInput,
  session: ClientSession,
): Promise<Numbers | undefined> {
  const open = entries.flatMap(({ events }) => openNumbers(events));
  if (open.length === 0) return undefined;
  const numbers: Record<string, string> = {};
  for (const { id, scope } of open)
    numbers[id] = numberOf(scope, await takeNumber(`document/${state.jurisdiction}/${scope}`, session));
  return numbers;
}

/** What organisations are called is written down with the document: whoever is renamed afterwards alters no paper. */
async function namesAtIssue(
  { workflowId, expectedSeq, entries }: RecordInput,
  session: ClientSession,
): Promise<NamesAtIssue | undefined> {
  if (entries.every(({ events }) => openCodes(events).length === 0)) return undefined;
  const before = await runs.findById(workflowId).session(session).lean();
  // The journal stands elsewhere: nothing of this will be written.
  if ((before?.seq ?? 0) !== expectedSeq) return undefined;
  const names: Record<string, Record<string, string>> = {};
  for (const issue of issuesIn(entries, before?.state)) {
    const known = await orgNames(idsNamedIn(issue));
    names[issue.document.id] = Object.fromEntries([...known].map(([id, { zh }]) => [id, zh]));
  }
  return names;
}

function numberAll(input: RecordInput, given: GivenAtIssue): RecordInput {
  return {
    ...input,
    entries: numberEntries(input.entries, given),
    state: numberDocuments(input.state, given),
    view: numberDocuments(input.view, given),
  };
}

/** A run as it is stored: the state a workflow is started again from, and what it is found by. */
export function storedRun(state: ProcessState, workflowType: string) {
  const { seq, updatedAt } = state;
  return { seq, open: !isFinished(state), workflowType, state, updatedAt, wakesAt: wakesAtOf(state) };
}

async function moveRun(input: RecordInput, session: ClientSession): Promise<void> {
  const { workflowId, expectedSeq, state, workflowType } = input;
  const run = storedRun(state, workflowType);
  if (expectedSeq === 0) {
    await runs.collection.insertOne({ _id: workflowId, ...run, untoldFrom: 1 } as never, { session });
    return;
  }
  const moved = await runs.collection.updateOne(
    { _id: workflowId, seq: expectedSeq } as never,
    // The first line that nobody was told of yet stays until they were (models/untold.ts).
    { $set: run, $min: { untoldFrom: expectedSeq + 1 } },
    { session },
  );
  if (moved.matchedCount === 0) throw new Retreat(await compare(input));
}

/** What stands in the journal beyond, or short of, the position the workflow believes in. */
async function compare({
  workflowId,
  expectedSeq,
}: Pick<RecordInput, 'workflowId' | 'expectedSeq'>): Promise<RecordOutcome> {
  const run = await runs.findById(workflowId).select({ seq: 1 }).lean();
  const seq = run?.seq ?? 0;
  if (seq < expectedSeq) return { status: 'behind', seq };
  return { status: 'ahead', entries: await readJournal(workflowId, expectedSeq) };
}

/** Entries of one workflow's journal after a position, in order. */
export async function readJournal(workflowId: string, afterSeq: number): Promise<RecordedEntry[]> {
  const lines = await records
    .find({ workflowId, workflowSeq: { $gt: afterSeq } })
    .sort({ workflowSeq: 1 })
    .lean();
  return lines.map(toEntry);
}

function toEntry({ commandId, bodyHash, at, actor, action, events, result }: RecordLine): RecordedEntry {
  return { commandId, bodyHash, at, actor, action, events, result };
}

async function moveChain(input: RecordInput, session: ClientSession): Promise<number> {
  const { subject, workflowId, expectedSeq, expectedHead, entries } = input;
  const stored = await chains.findById(subject).session(session).lean();
  const head: ChainHead = stored ?? { _id: subject, seq: 0, hash: genesis };
  if (expectedHead !== undefined && head.seq !== expectedHead) throw new Retreat({ status: 'staleHead' });
  const chained = chainLines(
    head,
    entries.map((entry, index) => ({ ...entry, workflowId, workflowSeq: expectedSeq + index + 1 })),
  );
  await records.collection.insertMany(chained.lines as never[], { session });
  // The filter on seq makes two transactions that extend one chain conflict, so that one of them is tried again.
  await chains.collection.updateOne(
    { _id: subject, seq: head.seq } as never,
    { $set: { seq: chained.head.seq, hash: chained.head.hash } },
    { session, upsert: stored === null },
  );
  return chained.head.seq;
}

async function writeViews({ view, tasks: rows, state }: RecordInput, session: ClientSession): Promise<void> {
  const views = state.kind === 'project' ? projects : cases;
  await views.collection.replaceOne({ _id: view.id } as never, view, { session, upsert: true });
  if (rows.length === 0) return;
  await tasks.collection.bulkWrite(
    rows.map((row) => ({
      replaceOne: { filter: { _id: row.id } as never, replacement: row as never, upsert: true },
    })),
    { session, ordered: false },
  );
}
