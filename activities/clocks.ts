/** Rings for the clocks that have come, some at a time, so that people's decisions never stand behind a midnight. Idempotent by the clock. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { millisOf } from '../domain/clocks/dates';
import { nextWake, wakeCommand } from '../domain/project/clock-reached';
import { requireReconciled } from '../models/restore-mark';
import { pageDue, type DueProcess, type DueRun } from '../models/due-clocks';
import { commandOf, deliverNew, senderWithin } from './deliver';

/** Processes of one page, and how many of them are rung for at once: what a decision may have to wait behind. */
const pageSize = 100;
const atOnce = 4;
/** A process that does not answer by then notices by itself. */
const answerMs = 10_000;

export interface Rung {
  /** Where to go on, or null at the end. */
  readonly next: DueRun | null;
  /** Clocks recorded now. */
  readonly rung: number;
  /** Processes that could not be reached. */
  readonly failed: readonly string[];
}

/** Binds the activity to the Temporal it sends through. */
export function createClocks(client: Client) {
  const send = senderWithin(client, answerMs);

  /**
   * True when its clock is recorded; false when the process refuses. It may have moved since the page was read: then it says
   * itself that this clock does not run any more.
   */
  const ring = async ({ workflowId, state }: DueProcess): Promise<boolean> => {
    const wake = nextWake(state);
    if (wake === undefined) return false;
    const { id, act } = wakeCommand(wake, state);
    return (await deliverNew(workflowId, id, () => send(workflowId, commandOf(id, act)))).done;
  };

  return {
    /** Rings for one page of processes whose clock has come by `now` (instant). One that cannot be reached does not stop the others. */
    async ringSome(after: DueRun | null, now: string): Promise<Rung> {
      await requireReconciled();
      const page = await pageDue(millisOf(now), after, pageSize);
      const failed: string[] = [];
      let rung = 0;
      const waiting = [...page];
      const ringer = async () => {
        for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
          Context.current().heartbeat(run.workflowId);
          try {
            if (await ring(run)) rung += 1;
          } catch {
            failed.push(run.workflowId);
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, ringer));
      const last = page.length < pageSize ? undefined : page.at(-1);
      const next = last === undefined ? null : { workflowId: last.workflowId, wakesAt: last.wakesAt };
      return { next, rung, failed };
    },
  };
}

export type ClockActivities = ReturnType<typeof createClocks>;
