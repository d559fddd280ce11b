/** Waits for the clock of a process that comes first and records that it came, unless it was rung for. The timer moves only when that clock changes. */
import { condition, log, workflowInfo } from '@temporalio/workflow';
import { millisOf } from '../domain/clocks/dates';
import { nextWake, wakeCommand, type Wake } from '../domain/project/clock-reached';
import type { Actor, Command } from '../domain/project/commands';
import { submitCommand, type Journal } from './journal';

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };

/**
 * All clocks of a day come at its midnight, and are rung for some at a time (ring-clocks.ts). A process that nobody rang for
 * by then notices by itself, each at another moment of the spread (decision 036).
 */
const patienceMs = 60 * 60_000;
const spreadMs = 60 * 60_000;

/** Keeps the clocks until this run has nothing left to wait for. */
export async function keepClocks(journal: Journal, settled: () => boolean): Promise<void> {
  // The end of a run's id is chance that stays the same in a replay.
  const patience = patienceMs + (Number.parseInt(workflowInfo().runId.slice(-8), 16) % spreadMs);
  while (!settled()) {
    const wake = nextWake(journal.state);
    const same = () => {
      const now = nextWake(journal.state);
      return now?.key === wake?.key && now?.wakeAt === wake?.wakeAt;
    };
    if (wake === undefined) {
      await condition(() => settled() || !same());
      continue;
    }
    // Time that has come while nobody ran is not put off.
    const wait = millisOf(wake.wakeAt) - Date.now();
    const changed = wait > 0 && (await condition(() => settled() || !same(), wait + patience));
    if (!changed && !settled()) await recordReached(journal, wake, settled);
  }
}

async function recordReached(journal: Journal, wake: Wake, settled: () => boolean): Promise<void> {
  const { key, due } = wake;
  const { seq } = journal.state;
  const { id, act } = wakeCommand(wake, journal.state);
  const command: Command = { id, bodyHash: id, actor: engine, seenSeq: seq, act };
  try {
    await submitCommand(journal, command);
  } catch (error) {
    // Refused: the clock moved meanwhile. Otherwise try again after the next change or a minute, never in a tight loop.
    log.warn('clock not recorded', { key, due, error: String(error) });
    await condition(() => settled() || journal.state.seq !== seq, '1 minute');
  }
}
