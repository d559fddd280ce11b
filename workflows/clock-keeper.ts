/** Waits for the clock of a process that comes first and records that it came. The timer moves only when that clock changes. */
import { condition, log, workflowInfo } from '@temporalio/workflow';
import { millisOf } from '../domain/clocks/dates';
import { nextWake } from '../domain/project/clock-reached';
import type { Actor, Command } from '../domain/project/commands';
import { submitCommand, type Journal } from './journal';

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };

/** All clocks of a day come at its midnight. Within this time after it each process records its own (decision 036). */
const spreadMs = 20 * 60_000;

/** Keeps the clocks until this run has nothing left to wait for. */
export async function keepClocks(journal: Journal, settled: () => boolean): Promise<void> {
  // The end of a run's id is chance that stays the same in a replay.
  const spread = Number.parseInt(workflowInfo().runId.slice(-8), 16) % spreadMs;
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
    const changed = wait > 0 && (await condition(() => settled() || !same(), wait + spread));
    if (!changed && !settled()) await recordReached(journal, wake, settled);
  }
}

async function recordReached(
  journal: Journal,
  { key, due }: { key: string; due: string },
  settled: () => boolean,
): Promise<void> {
  const { seq, occurrence } = journal.state;
  // A clock with a fixed date may run again in a later round and come due a second time: the position tells them apart.
  const id = `clock/${key}/${due}/${String(occurrence)}/${String(seq)}`;
  const command: Command = {
    id,
    bodyHash: id,
    actor: engine,
    seenSeq: seq,
    act: { type: 'clockReached', clock: key, due },
  };
  try {
    await submitCommand(journal, command);
  } catch (error) {
    // Refused: the clock moved meanwhile. Otherwise try again after the next change or a minute, never in a tight loop.
    log.warn('clock not recorded', { key, due, error: String(error) });
    await condition(() => settled() || journal.state.seq !== seq, '1 minute');
  }
}
