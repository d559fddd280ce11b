/** What every process workflow does alike: takes commands, keeps its clocks, moves on. Holds no rule. */
import {
  allHandlersFinished,
  condition,
  log,
  makeContinueAsNewFunc,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index';
import type { Command } from '../domain/project/commands';
import { isFinished } from '../domain/project/effects';
import { isOver } from '../domain/project/life';
import type { ProcessState } from '../domain/project/state';
import { keepClocks } from './clock-keeper';
import { keepEffects } from './effect-keeper';
import {
  catchUpJournal,
  checkCommand,
  hasMoved,
  isIdle,
  openJournal,
  submitCommand,
  typeOf,
  type Journal,
} from './journal';
import { isIndexed, keepIndex } from './index-keeper';
import { actUpdate, attributesOf, catchUpUpdate, journalQuery, stateQuery, type Carried } from './messages';

// A normal activity: it ends the workflow task, so that no update is answered in the task that continues as new.
const { loadRules } = proxyActivities<Activities>({ startToCloseTimeout: '30 seconds' });

export interface Process {
  state: () => ProcessState;
  /** True when this run has nothing left to wait for: the process is over, or stands in another run. */
  settled: () => boolean;
  /** Waits; continues as new in between when the history grows long. */
  until: (holds: () => boolean) => Promise<void>;
  /** Goes on into the next stage's workflow, or ends with the process. */
  moveOn: () => Promise<void>;
}

/** Opens a process on its carried state. Sets every handler before the first await: an update that finds none is refused. */
export function openProcess(carried: Carried): Process {
  const journal = openJournal(carried);
  const settled = () => isOver(journal.state) || hasMoved(journal.state, carried);
  answerMessages(journal);
  keepClocks(journal, settled).catch((error: unknown) => {
    log.error('clock keeper stopped', { error: String(error) });
  });
  keepIndex(journal).catch((error: unknown) => {
    log.error('index keeper stopped', { error: String(error) });
  });
  keepEffects(journal).catch((error: unknown) => {
    log.error('effect keeper stopped', { error: String(error) });
  });
  return {
    state: () => journal.state,
    settled,
    async until(holds) {
      await condition(() => holds() || settled() || workflowInfo().continueAsNewSuggested);
      if (!holds() && !settled()) await continueProcess(journal);
    },
    async moveOn() {
      await condition(() => settled() || workflowInfo().continueAsNewSuggested);
      await condition(() => !isOver(journal.state) || isFinished(journal.state));
      await drain(journal);
      if (!isOver(journal.state)) await continueProcess(journal);
    },
  };
}

function answerMessages(journal: Journal): void {
  setHandler(actUpdate, (command: Command) => submitCommand(journal, command), {
    validator: (command: Command) => {
      checkCommand(journal, command);
    },
  });
  setHandler(catchUpUpdate, async () => {
    await catchUpJournal(journal);
    return journal.state.seq;
  });
  setHandler(stateQuery, () => journal.state);
  setHandler(journalQuery, (after, most) => ({
    from: journal.carried.state.seq,
    seq: journal.state.seq,
    entries: journal.held.filter(({ seq }) => seq > after).slice(0, most),
  }));
}

/** An update whose handler still runs when the workflow returns would fail its caller. */
async function drain(journal: Journal): Promise<void> {
  await condition(() => isIdle(journal) && allHandlersFinished());
}

/** The rules of the place where a process stands, under the version it follows now. */
function loadFor({ state }: Journal) {
  const place = state.kind === 'case' ? { caseType: state.caseType ?? '' } : { run: state.run ?? '' };
  return loadRules(state.pack, place, state.jurisdiction);
}

/** Continues as new from the folded state, with the rules of the run it stands in. */
async function continueProcess(journal: Journal): Promise<void> {
  let { pack } = journal.state;
  let loaded = await loadFor(journal);
  await drain(journal);
  // Moved to another version of the pack while its rules were being loaded.
  while (pack.hash !== journal.state.pack.hash) {
    pack = journal.state.pack;
    loaded = await loadFor(journal);
    await drain(journal);
  }
  const { rules, calendar } = loaded;
  const workflowType = typeOf(journal.state);
  const carryOn = makeContinueAsNewFunc<(next: Carried) => Promise<void>>({
    workflowType,
    ...(isIndexed() ? { typedSearchAttributes: attributesOf(journal.state, workflowType) } : {}),
  });
  await carryOn({ state: journal.state, rules, calendar });
}
