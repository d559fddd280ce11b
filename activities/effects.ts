/** Carries effects from one process to another: sends the command, or opens the case. Idempotent by the effect's key. */
import { WithStartWorkflowOperation, WorkflowUpdateFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common';
import { dateOf } from '../domain/clocks/dates';
import { caseRules } from '../domain/pack/slice';
import type { Act, Actor, Command, CommandResult } from '../domain/project/commands';
import type { DueEffect } from '../domain/project/follow-ups';
import { isOver } from '../domain/project/life';
import { casePrefix, newCase } from '../domain/project/new-case';
import { newProcess, type ProcessState } from '../domain/project/state';
import type { Refusal } from '../domain/refusals';
import { loadCalendar } from '../models/calendars';
import { reserveNumber } from '../models/counters';
import { findPack } from '../models/packs';
import { findByCommand } from '../models/records';
import { requireReconciled } from '../models/restore-mark';
import { findRun, type StoredRun } from '../models/runs';

const engine: Actor = { id: 'system', name: '系统', org: 'system', keys: [], system: true };
/** Wire name of the one update; permanent. */
const actName = 'act';

export interface EffectInput {
  /** The project that the effect concerns. */
  readonly projectId: string;
  readonly effect: DueEffect;
  /** Legal time of the process it comes from. */
  readonly now: string;
}

/** Whether it was carried out, and the process it reached, or the code with which that one refused for good. */
export interface EffectOutcome {
  readonly done: boolean;
  readonly result: string;
}

function commandOf(key: string, act: Act): Command {
  return { id: key, bodyHash: key, actor: engine, seenSeq: 0, act };
}

function refusalOf(error: unknown): string | undefined {
  const failure = error instanceof WorkflowUpdateFailedError ? error.cause : undefined;
  if (!(failure instanceof ApplicationFailure) || failure.type !== 'refused') return undefined;
  // The workflow builds these from the catalogue; they cross the wire as the first detail.
  const [refusals] = (failure.details ?? []) as [readonly Refusal[]];
  return refusals[0]?.code ?? failure.message;
}

/** A refusal ends the effect; anything else is thrown, so that Temporal sends it again. */
async function outcomeOf(workflowId: string, key: string, error: unknown): Promise<EffectOutcome> {
  // An earlier try may have been recorded while its answer was lost.
  if ((await findByCommand(workflowId, key)) !== null) return { done: true, result: workflowId };
  const refused = refusalOf(error);
  if (refused !== undefined) return { done: false, result: refused };
  const run = error instanceof WorkflowNotFoundError ? await findRun(workflowId) : null;
  if (run !== null && isOver(run.state)) return { done: false, result: 'project/over' };
  throw error;
}

async function deliver(
  workflowId: string,
  key: string,
  send: () => Promise<CommandResult>,
): Promise<EffectOutcome> {
  if ((await findByCommand(workflowId, key)) !== null) return { done: true, result: workflowId };
  try {
    await send();
    return { done: true, result: workflowId };
  } catch (error) {
    return await outcomeOf(workflowId, key, error);
  }
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
    async carryOut(input: EffectInput): Promise<EffectOutcome> {
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
