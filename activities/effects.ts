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
  /** The project that the effect concerns. */
  readonly projectId: string;
  readonly effect: DueEffect;
  /** Legal time of the process it comes from. */
  readonly now: string;
}

async function caseOf(
  project: ProcessState,
  type: string,
  { key, now }: { key: string; now: string },
): Promise<{ state: ProcessState; carried: unknown }> {
  const published = await findPack(project.pack.id, project.pack.version);
  const row = published?.pack.cases[type];
  if (published === null || row === undefined)
    throw new Error(`pack ${project.pack.id}@${project.pack.version} has no case ${type}`);
  const { scope, seq } = await reserveNumber(key, casePrefix(type, project, dateOf(now)));
  const { roles } = published.pack;
  const { pack, jurisdiction, owner } = project;
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

  const openCase = async ({ state: project }: StoredRun, type: string, { effect, now }: EffectInput) => {
    const { state, carried } = await caseOf(project, type, { key: effect.key, now });
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
      const { effect, projectId } = input;
      const workflowId = `project/${projectId}`;
      const project = await findRun(workflowId);
      if (project === null) return { done: false, result: 'project/not-found' };
      if (effect.deed.do === 'open') return await openCase(project, effect.deed.case, input);
      const command = commandOf(effect.key, { type: 'effect', effect });
      return await deliver(workflowId, effect.key, () => update(workflowId, command));
    },
  };
}

export type EffectActivities = ReturnType<typeof createEffects>;
