/** The queue of one process: decide → record → evolve, each command against the newest state; those that wait together share one transaction. */
import { condition, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index';
import { instantOf } from '../domain/clocks/dates';
import { decide, resultOf } from '../domain/project/decide';
import { evolveEntry } from '../domain/project/evolve';
import type { Entry } from '../domain/project/events';
import type { Command, CommandResult } from '../domain/project/commands';
import { readsOutside } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import { touchedTasks, viewOf } from '../domain/project/view';
import { behind, faulted, moving, refused } from './answers';
import type { Carried } from './messages';

// A write of one transaction: it takes milliseconds; the default retry without end lets an outage of MongoDB heal itself.
const { record, catchUp, gatherFacts } = proxyLocalActivities<Activities>({ startToCloseTimeout: '10 seconds' });

/** Commands that may share one transaction: keeps it well under MongoDB's size limit. */
const largestBatch = 50;
/** Times outside facts may move under one batch before its callers are told to send again. */
const mostAttempts = 50;

interface Waiting {
  readonly command: Command;
  answer: { result: CommandResult } | { failure: Error } | undefined;
}

type Recorded = Entry & { readonly result: CommandResult };

export interface Journal {
  state: () => ProcessState;
  /** Decides a command now, without recording: throws the failure it would be answered with. */
  check: (command: Command) => void;
  /** Joins the queue; answers when the command is recorded, or throws the failure. */
  submit: (command: Command) => Promise<CommandResult>;
  /** Folds what the journal holds beyond this run. */
  catchUp: () => Promise<void>;
  idle: () => boolean;
}

/** The run a state belongs to: when it changes, this workflow's part is over. */
function placeOf(state: ProcessState, carried: Carried): string {
  const run = state.run ?? (state.kind === 'case' ? state.caseType : carried.rules.lifecycle[0]?.run);
  return `${run ?? ''}/${String(Math.max(state.occurrence, 1))}`;
}

/** True once the process stands in another run than the one this workflow was started for. */
export function hasMoved(state: ProcessState, carried: Carried): boolean {
  return placeOf(state, carried) !== placeOf(carried.state, carried);
}

/** Opens the journal of one process on its carried state. */
export function openJournal(carried: Carried): Journal {
  const { rules, calendar } = carried;
  let state = carried.state;
  let queue: Waiting[] = [];
  let pumping = false;

  const now = () => instantOf(Date.now());
  const moved = () => hasMoved(state, carried);

  function fold(entries: readonly Entry[]): void {
    state = entries.reduce(evolveEntry, state);
  }

  async function catchUpTo(): Promise<void> {
    fold(await catchUp(state.workflowId, state.seq));
  }

  async function pump(): Promise<void> {
    if (pumping) return;
    pumping = true;
    while (queue.length > 0) {
      const batch = queue.slice(0, largestBatch);
      queue = queue.slice(largestBatch);
      try {
        await settle(batch);
      } catch (error) {
        for (const waiting of batch) waiting.answer ??= { failure: faulted(error) };
      }
    }
    pumping = false;
  }

  /** Decides and records a batch until every command in it has its answer. */
  async function settle(batch: readonly Waiting[]): Promise<void> {
    const newest = Math.max(...batch.map((waiting) => waiting.command.seenSeq));
    if (newest > state.seq) await catchUpTo();
    for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
      const open = batch.filter((waiting) => waiting.answer === undefined);
      if (open.length === 0) return;
      await settleOnce(open);
    }
    for (const waiting of batch) waiting.answer ??= { failure: moving() };
  }

  async function settleOnce(open: readonly Waiting[]): Promise<void> {
    const outside = readsOutside(rules, state) ? await gatherFacts(aboutOf(state), rules.facts) : undefined;
    const around = { rules, calendar, now: now(), ...(outside === undefined ? {} : { outside }) };
    const decided = decideAll(open, around);
    if (decided.entries.length === 0) {
      decided.answer();
      return;
    }
    const outcome = await record({
      workflowId: state.workflowId,
      workflowType: typeOf(decided.state),
      subject: state.subject,
      expectedSeq: state.seq,
      ...(outside === undefined ? {} : { expectedHead: outside.head }),
      entries: decided.entries,
      state: decided.state,
      view: viewOf(decided.state),
      tasks: touchedTasks(state, decided.entries),
    });
    if (outcome.status === 'recorded') {
      state = decided.state;
      decided.answer();
    } else if (outcome.status === 'behind') {
      for (const waiting of open) waiting.answer = { failure: behind(outcome.seq, state.seq) };
    } else if (outcome.status !== 'staleHead') {
      if (outcome.status === 'ahead') fold(outcome.entries);
      answerKnown(open, outcome.entries);
    }
  }

  /** Decides each command against the state its forerunners leave. Answers are held back until all is recorded. */
  function decideAll(open: readonly Waiting[], around: Parameters<typeof decide>[2]) {
    const answers: (() => void)[] = [];
    const entries: Recorded[] = [];
    let draft = state;
    for (const waiting of open) {
      const { command } = waiting;
      if (hasMoved(draft, carried)) {
        answers.push(() => (waiting.answer = { failure: moving() }));
        continue;
      }
      const decision = tryDecide(draft, command, around);
      if (!('events' in decision)) {
        answers.push(() => (waiting.answer = decision));
        continue;
      }
      const entry = toEntry(command, around.now, decision.events);
      draft = evolveEntry(draft, entry);
      const result = resultOf(command, decision.events, draft);
      entries.push({ ...entry, result });
      answers.push(() => (waiting.answer = { result }));
    }
    return { entries, state: draft, answer: () => answers.forEach((answer) => answer()) };
  }

  return {
    state: () => state,
    idle: () => !pumping && queue.length === 0,
    catchUp: catchUpTo,
    check(command) {
      if (moved()) throw moving();
      // Behind the journal: only the handler can know, after it has caught up.
      if (command.seenSeq > state.seq) return;
      const decision = tryDecide(state, command, { rules, calendar, now: now() });
      if ('failure' in decision) throw decision.failure;
    },
    async submit(command) {
      const waiting: Waiting = { command, answer: undefined };
      queue.push(waiting);
      void pump();
      await condition(() => waiting.answer !== undefined);
      const { answer } = waiting;
      if (answer === undefined || 'failure' in answer) throw answer?.failure ?? moving();
      return answer.result;
    },
  };
}

function tryDecide(state: ProcessState, command: Command, around: Parameters<typeof decide>[2]) {
  try {
    const decision = decide(state, command, around);
    return 'refusals' in decision ? { failure: refused(decision.refusals) } : decision;
  } catch (error) {
    return { failure: faulted(error) };
  }
}

function answerKnown(open: readonly Waiting[], entries: readonly Recorded[]): void {
  for (const waiting of open) {
    const known = entries.find((entry) => entry.commandId === waiting.command.id);
    if (known !== undefined) waiting.answer = { result: known.result };
  }
}

function toEntry({ id, bodyHash, actor, act }: Command, at: string, events: Entry['events']): Entry {
  return { commandId: id, bodyHash, at, actor: { id: actor.id, name: actor.name, org: actor.org }, action: act.type, events };
}

function aboutOf({ kind, id, projectId, subject }: ProcessState) {
  return { kind, id, subject, ...(projectId === undefined ? {} : { projectId }) };
}

/** The workflow type that carries a state on. */
export function typeOf(state: ProcessState): string {
  return state.kind === 'case' ? 'caseWorkflow' : (state.stage ?? 'application');
}
