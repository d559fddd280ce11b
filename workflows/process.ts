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
import { millisOf } from '../domain/clocks/dates';
import { nextWake } from '../domain/project/clock-reached';
import type { Actor, Command } from '../domain/project/commands';
import { isOver } from '../domain/project/life';
import type { ProcessState } from '../domain/project/state';
import { hasMoved, openJournal, typeOf } from './journal';
import { actUpdate, catchUpUpdate, stateQuery, type Carried } from './messages';

// A normal activity: it ends the workflow task, so that no update is answered in the task that continues as new.
const { loadRules } = proxyActivities<Activities>({ startToCloseTimeout: '30 seconds' });

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };

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
  const { state } = journal;
  const settled = () => isOver(state()) || hasMoved(state(), carried);

  setHandler(actUpdate, (command) => journal.submit(command), { validator: journal.check });
  setHandler(catchUpUpdate, async () => {
    await journal.catchUp();
    return state().seq;
  });
  setHandler(stateQuery, state);
  keepClocks().catch((error: unknown) => {
    log.error('clock keeper stopped', { error: String(error) });
  });

  /** Waits for the clock that comes first and records that it came; the timer moves only when that clock changes. */
  async function keepClocks(): Promise<void> {
    while (!settled()) {
      const wake = nextWake(state());
      const same = () => nextWake(state())?.key === wake?.key && nextWake(state())?.wakeAt === wake?.wakeAt;
      if (wake === undefined) {
        await condition(() => settled() || !same());
        continue;
      }
      const wait = Math.max(millisOf(wake.wakeAt) - Date.now(), 0);
      const changed = wait > 0 && (await condition(() => settled() || !same(), wait));
      if (!changed && !settled()) await recordReached(wake);
    }
  }

  async function recordReached({ key, due }: { key: string; due: string }): Promise<void> {
    const { seq } = state();
    const id = `clock/${key}/${due}/${String(state().occurrence)}`;
    const command: Command = { id, bodyHash: id, actor: engine, seenSeq: seq, act: { type: 'clockReached', clock: key, due } };
    try {
      await journal.submit(command);
    } catch (error) {
      // Refused: the clock moved meanwhile. Otherwise try again after the next change, never in a tight loop.
      log.warn('clock not recorded', { key, due, error: String(error) });
      await condition(() => settled() || state().seq !== seq, '1 minute');
    }
  }

  async function drain(): Promise<void> {
    await condition(() => journal.idle() && allHandlersFinished());
  }

  async function goOn(): Promise<void> {
    const { rules, calendar } = await loadRules(state().pack, placeOf(state()));
    await drain();
    const goto = makeContinueAsNewFunc<(next: Carried) => Promise<void>>({ workflowType: typeOf(state()) });
    await goto({ state: state(), rules, calendar });
  }

  return {
    state,
    settled,
    async until(holds) {
      await condition(() => holds() || settled() || workflowInfo().continueAsNewSuggested);
      if (holds() || settled()) return;
      await drain();
      await goOn();
    },
    async moveOn() {
      await condition(settled);
      await drain();
      if (!isOver(state())) await goOn();
    },
  };
}

function placeOf(state: ProcessState): { run: string } | { caseType: string } {
  return state.kind === 'case' ? { caseType: state.caseType ?? '' } : { run: state.run ?? '' };
}
