/** The queue of one process: decide → record → evolve, each command against the newest state; those that wait together share one transaction. */
import { condition, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index';
import { instantOf } from '../domain/clocks/dates';
import { defined } from '../domain/defined';
import { numberEntries } from '../domain/documents/issue';
import { decide, resultOf } from '../domain/project/decide';
import { evolveEntry } from '../domain/project/evolve';
import type { Entry } from '../domain/project/events';
import type { Command, CommandResult } from '../domain/project/commands';
import type { Surroundings } from '../domain/project/context';
import { askedOutside, readsOutside } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import { touchedTasks, viewOf } from '../domain/project/view';
import { ref } from '../domain/route/whom';
import { behind, faulted, moving, refused, unavailable } from './answers';
import type { Carried, HeldEntry } from './messages';
import { answerCopy, answerKnown, findAnswer, heldBy, type Recorded, type Waiting } from './repeats';

// A write of one transaction: it takes milliseconds; the default retry without end lets an outage of MongoDB heal itself.
const { record, catchUp, gatherFacts } = proxyLocalActivities<Activities>({
  startToCloseTimeout: '10 seconds',
});

/** Commands that may share one transaction: keeps it well under MongoDB's size limit. */
const largestBatch = 50;
/** Times outside facts may move under one batch before its callers are told to send again. */
const mostAttempts = 50;

/** One process as its workflow holds it. */
export interface Journal {
  readonly carried: Carried;
  state: ProcessState;
  /** Every entry since this run began, rebuilt by each replay: Temporal's own copy of the record. */
  readonly held: HeldEntry[];
  queue: Waiting[];
  pumping: boolean;
}

/** Opens the journal of one process on its carried state. */
export function openJournal(carried: Carried): Journal {
  return { carried, state: carried.state, held: [], queue: [], pumping: false };
}

/** True when no command waits or is being recorded. */
export function isIdle(journal: Journal): boolean {
  return !journal.pumping && journal.queue.length === 0;
}

/** The run a state belongs to: when it changes, this workflow's part is over. */
function placeOf(state: ProcessState, carried: Carried): string {
  const run = state.run ?? (state.kind === 'case' ? state.caseType : carried.rules.lifecycle[0]?.run);
  return `${run ?? ''}/${String(Math.max(state.occurrence, 1))}`;
}

/** True once the process stands in another run, or under another version of its pack, than this workflow was started for. */
export function hasMoved(state: ProcessState, carried: Carried): boolean {
  if (state.pack.hash !== carried.state.pack.hash) return true;
  return placeOf(state, carried) !== placeOf(carried.state, carried);
}

/** Folds what the record holds beyond this workflow: a crash after the commit and before Temporal knew. */
export async function catchUpJournal(journal: Journal): Promise<void> {
  const { workflowId, seq } = journal.state;
  fold(journal, seq, await catchUp(workflowId, seq));
}

/**
 * Moves the state on by entries that stand in the record after `from`; those folded meanwhile are left out.
 * `head` is the chain's after the last of them, when this run wrote them.
 */
function fold(journal: Journal, from: number, entries: readonly Recorded[], head?: number): void {
  const before = journal.state.seq;
  entries.forEach((entry, index) => {
    const seq = from + index + 1;
    if (seq <= before) return;
    const chainSeq = head === undefined ? null : head - entries.length + index + 1;
    journal.held.push({ seq, chainSeq, entry });
    journal.state = evolveEntry(journal.state, entry);
  });
}

/** Decides a command now without recording it: throws the failure it would be answered with. */
export function checkCommand(journal: Journal, command: Command): void {
  const { state, carried } = journal;
  if (hasMoved(state, carried)) throw moving();
  // Behind the journal: only the handler can know, after it has caught up.
  if (command.seenSeq > state.seq) return;
  const decision = findAnswer(command, heldBy(journal)) ?? tryDecide(state, command, surroundings(carried));
  if ('failure' in decision) throw decision.failure;
}

/** Joins the queue; answers when the command is recorded, or throws the failure. */
export async function submitCommand(journal: Journal, command: Command): Promise<CommandResult> {
  const waiting: Waiting = { command, answer: undefined };
  journal.queue.push(waiting);
  void pump(journal);
  await condition(() => waiting.answer !== undefined);
  const { answer } = waiting;
  if (answer === undefined || 'failure' in answer) throw answer?.failure ?? moving();
  return answer.result;
}

async function pump(journal: Journal): Promise<void> {
  if (journal.pumping) return;
  journal.pumping = true;
  while (journal.queue.length > 0) {
    const batch = journal.queue.splice(0, largestBatch);
    try {
      await settle(journal, batch);
    } catch (error) {
      for (const waiting of batch) waiting.answer ??= { failure: unavailable(error) };
    }
  }
  journal.pumping = false;
}

/** Decides and records a batch until every command in it has its answer. */
async function settle(journal: Journal, batch: readonly Waiting[]): Promise<void> {
  const newest = Math.max(...batch.map((waiting) => waiting.command.seenSeq));
  if (newest > journal.state.seq) await catchUpJournal(journal);
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const open = batch.filter((waiting) => waiting.answer === undefined);
    if (open.length === 0) return;
    await settleOnce(journal, open);
  }
  for (const waiting of batch) waiting.answer ??= { failure: moving() };
}

async function settleOnce(journal: Journal, open: readonly Waiting[]): Promise<void> {
  const { state, carried } = journal;
  const acts = open.map(({ command }) => command.act);
  const outside = readsOutside(carried.rules, state)
    ? await gatherFacts(aboutOf(state), askedOutside(carried.rules, state, acts))
    : undefined;
  const around = { ...surroundings(carried), ...defined({ outside }) };
  const decided = decideAll(journal, open, around);
  if (decided.entries.length === 0) {
    decided.answer();
    return;
  }
  const outcome = await record({
    workflowId: state.workflowId,
    workflowType: typeOf(decided.state),
    subject: state.subject,
    expectedSeq: state.seq,
    ...defined({ expectedHead: outside?.head }),
    entries: decided.entries,
    state: decided.state,
    view: viewOf(decided.state),
    tasks: touchedTasks(state, decided.entries),
  });
  switch (outcome.status) {
    case 'recorded': {
      // A replay may see another time than the run did: a server that restarts under a task dates it anew. What was
      // recorded stands, so the decision is taken again at its time.
      const isDatedAnew = outcome.at !== undefined && outcome.at !== around.now;
      const stands = isDatedAnew ? decideAll(journal, open, { ...around, now: outcome.at }) : decided;
      const entries = numberEntries(stands.entries, outcome);
      fold(journal, state.seq, entries, outcome.head);
      stands.answer();
      return;
    }
    case 'behind':
      for (const waiting of open) waiting.answer = { failure: behind(outcome.seq, state.seq) };
      return;
    case 'ahead':
      fold(journal, state.seq, outcome.entries);
      answerKnown(open, outcome.entries);
      return;
    case 'known':
      answerKnown(open, outcome.entries);
      return;
    case 'staleHead':
      return;
  }
}

/** Decides each command against the state its forerunners leave. Answers are held back until all is recorded. */
function decideAll(journal: Journal, open: readonly Waiting[], around: Surroundings) {
  const { state, carried } = journal;
  const answers: (() => void)[] = [];
  const entries: Recorded[] = [];
  let draft = state;
  for (const waiting of open) {
    const { command } = waiting;
    const copy = answerCopy(command, entries) ?? answerCopy(command, heldBy(journal));
    if (copy !== undefined) {
      answers.push(() => (waiting.answer = copy));
      continue;
    }
    const decision = hasMoved(draft, carried) ? { failure: moving() } : tryDecide(draft, command, around);
    if ('failure' in decision) {
      answers.push(() => (waiting.answer = decision));
      continue;
    }
    const entry = toEntry(command, around.now, decision.events);
    draft = evolveEntry(draft, entry);
    const result = resultOf(command, decision.events, draft);
    entries.push({ ...entry, result });
    answers.push(() => (waiting.answer = { result }));
  }
  const answer = () => {
    for (const give of answers) give();
  };
  return { entries, state: draft, answer };
}

/** Legal time is the workflow's. */
function surroundings({ rules, calendar }: Carried): Surroundings {
  return { rules, calendar, now: instantOf(Date.now()) };
}

type Decided = { readonly failure: Error } | { readonly events: Entry['events'] };

function tryDecide(state: ProcessState, command: Command, around: Surroundings): Decided {
  try {
    const decision = decide(state, command, around);
    return 'refusals' in decision ? { failure: refused(decision.refusals) } : { events: decision.events };
  } catch (error) {
    return { failure: faulted(error) };
  }
}

function toEntry({ id, bodyHash, actor, act }: Command, at: string, events: Entry['events']): Entry {
  return {
    commandId: id,
    bodyHash,
    at,
    actor: { ...ref(actor), org: actor.org },
    action: act.type,
    events,
  };
}

function aboutOf({ kind, id, projectId, subject }: ProcessState) {
  return { kind, id, subject, ...defined({ projectId }) };
}

/** The workflow type that carries a state on. */
export function typeOf(state: ProcessState): string {
  return state.kind === 'case' ? 'caseWorkflow' : (state.stage ?? 'application');
}
