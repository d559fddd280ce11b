/** Carries effects from one process to another: sends the command, or opens the case. Idempotent by the effect's key. */
import { WithStartWorkflowOperation, type Client } from '@temporalio/client';
import { dateOf } from '../domain/clocks/dates';
import { caseRules } from '../domain/pack/slice';
import type { Command, CommandResult } from '../domain/project/commands';
import type { DueEffect } from '../domain/project/follow-ups';
import { casePrefix, newCase } from '../domain/project/new-case';
import { newProcess, type ProcessState } from '../domain/project/state';
import { loadCalendar } from '../models/calendars';
import { reserveNumber } from '../models/counters';
import { findPack } from '../models/packs';
import { requireReconciled } from '../models/restore-mark';
import { findRun, type StoredRun } from '../models/runs';
import { actName, commandOf, deliver, type Delivery } from './deliver';

export interface EffectInput {
  /** The project that the effect concerns; null where a case that is about no project opens another. */
  readonly projectId: string | null;
  /** The case that opens another, where there is no project. */
  readonly caseId?: string;
  readonly effect: DueEffect;
  /** Legal time of the process it comes from. */
  readonly now: string;
}

/** The case that a project, or a case that stands alone, opens. */
async function caseOf(
  from: ProcessState,
  type: string,
  { key, now }: { key: string; now: string },
): Promise<{ state: ProcessState; carried: unknown }> {
  const published = await findPack(from.pack.id, from.pack.version);
  const row = published?.pack.cases[type];
  if (published === null || row === undefined)
    throw new Error(`pack ${from.pack.id}@${from.pack.version} has no case ${type}`);
  const project = from.kind === 'project' ? from : null;
  const { scope, seq } = await reserveNumber(key, casePrefix(type, project, dateOf(now)));
  const { roles } = published.pack;
  const { pack, jurisdiction, owner } = from;
  const id = `${scope}-${String(seq)}`;
  const state = newProcess(
    newCase({ id, type, row, roles, pack, project, jurisdiction, owner, facts: {}, at: now }),
  );
  return {
    state,
    carried: { state, rules: caseRules(published.pack, type), calendar: await loadCalendar(jurisdiction) },
  };
}

/** Binds the activity to the Temporal it sends through. */
export function createEffects(client: Client, taskQueue: string) {
  const update = (workflowId: string, command: Command) =>
    client.workflow
      .getHandle(workflowId)
      .executeUpdate<CommandResult, [Command]>(actName, { args: [command] });

  const openCase = async ({ state: from }: StoredRun, type: string, { effect, now }: EffectInput) => {
    const { state, carried } = await caseOf(from, type, { key: effect.key, now });
    const { workflowId } = state;
    const start = new WithStartWorkflowOperation('caseWorkflow', {
      workflowId,
      taskQueue,
      workflowIdConflictPolicy: 'USE_EXISTING',
      args: [carried],
    });
    return await deliver(workflowId, effect.key, () =>
      client.workflow.executeUpdateWithStart<() => Promise<void>, CommandResult, [Command]>(actName, {
        args: [commandOf(effect.key, { type: 'open' })],
        startWorkflowOperation: start,
      }),
    );
  };

  return {
    /** Carries out one effect; calling it again with the same effect does nothing twice. */
    async carryOut(input: EffectInput): Promise<Delivery> {
      // A record restored to an older copy does not know what was carried out since.
      await requireReconciled();
      const { effect, projectId, caseId = '' } = input;
      const workflowId = projectId === null ? `case/${caseId}` : `project/${projectId}`;
      const reached = await findRun(workflowId);
      if (reached === null) return { done: false, result: 'project/not-found' };
      if (effect.deed.do === 'open') return await openCase(reached, effect.deed.case, input);
      const command = commandOf(effect.key, { type: 'effect', effect });
      return await deliver(workflowId, effect.key, () => update(workflowId, command));
    },
  };
}

export type EffectActivities = ReturnType<typeof createEffects>;
