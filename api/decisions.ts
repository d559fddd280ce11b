/** Carries one decision from a request to its answer: repeated key, version, staged files, command, refusal or result. */
import type { Act, Actor, Command, CommandResult, SeenMaterial } from '../domain/project/commands';
import type { ProcessState } from '../domain/project/state';
import { isOver } from '../domain/project/life';
import { decidedOf } from '../domain/project/task';
import { requireFresh } from './etag';
import type { CommandKey } from './idempotency';
import { momentOf, readState } from './process-reads';
import { presentDecision } from './present';
import { Problem, problem } from './problem';
import type { Answer, Ask } from './route';
import { stageMaterials } from './staging';

export interface Decision {
  readonly workflowId: string;
  /** Builds the act once the state is known; may refuse. */
  readonly act: (state: ProcessState) => Promise<Act> | Act;
  readonly shown: readonly SeenMaterial[];
  /** As whom, where not as oneself; may refuse. */
  readonly actor?: (state: ProcessState) => Promise<Actor>;
  /** Tidies up once it is recorded. */
  readonly afterwards?: () => Promise<void>;
}

/** A recorded command; `tidied` must be awaited. */
export interface Decided {
  readonly result: CommandResult;
  /** The key was known: nothing new was recorded. */
  readonly isReplay: boolean;
  readonly tidied: Promise<void>;
}

/** The key of a changing request; every route of `change: 'decision'` has one. */
export function keyOf(ask: Ask): CommandKey {
  if (ask.key === null) throw problem('idempotency/key-missing');
  return ask.key;
}

/** The stored result of this very command, or null; another body under the same key is refused. */
export async function findRecorded(ask: Ask, workflowId: string): Promise<CommandResult | null> {
  const key = keyOf(ask);
  const found = await ask.api.reads.findByCommand(workflowId, key.commandId);
  if (found === null) return null;
  if (found.bodyHash !== key.bodyHash) throw problem('idempotency/key-reused');
  return found.result;
}

/** Decides and answers; a repeated key answers the recorded result again. */
export async function decideAndAnswer(ask: Ask, decision: Decision): Promise<Answer> {
  return presentDecision(ask, await decideOnce(ask, decision));
}

/** Decides; a repeated key gives the recorded result again. */
export async function decideOnce(ask: Ask, decision: Decision): Promise<Decided> {
  // Read meanwhile; what stands against it is said only of a command that is new.
  const reading = readState(ask, decision.workflowId);
  reading.catch(() => undefined);
  const recorded = await findRecorded(ask, decision.workflowId);
  if (recorded !== null) {
    const run = await reading.catch(() => undefined);
    // Nothing came after it: perhaps the process itself has not heard of it.
    if (run?.seq === recorded.seq) void ask.api.door.catchUp(decision.workflowId);
    return { result: recorded, isReplay: true, tidied: Promise.resolve() };
  }
  const state = await reading;
  requireFresh(ask.ifMatch, state.seq);
  const command = await commandOf(ask, state, decision);
  const task = 'task' in command.act ? command.act.task : undefined;
  const send = () => ask.api.door.act(decision.workflowId, command);
  const result = await sendOrFind(ask, decision.workflowId, send, task);
  const tidied = decision.afterwards?.() ?? Promise.resolve();
  // Whoever answers awaits it; until then its failure is nobody's.
  tidied.catch(() => undefined);
  return { result, isReplay: false, tidied };
}

/** The act of a decision with the files and drafts that enter with it, and as whom it is done. */
export async function actOf(
  ask: Ask,
  state: ProcessState,
  decision: Pick<Decision, 'act' | 'actor' | 'shown'>,
): Promise<{ act: Act; actor: Actor }> {
  const act = await decision.act(state);
  const actor = (await decision.actor?.(state)) ?? ask.person.actor;
  if ((act.type !== 'submit' && act.type !== 'decide') || isOver(state)) return { act, actor };
  const moment = await momentOf(ask, state);
  const { attach, seen } = await stageMaterials(moment, act, decision.shown, ask.api.rules);
  const staged = { ...(attach.length > 0 ? { attach } : {}), ...(seen.length > 0 ? { seen } : {}) };
  return { act: { ...act, ...staged }, actor };
}

async function commandOf(ask: Ask, state: ProcessState, decision: Decision): Promise<Command> {
  const { commandId, bodyHash } = keyOf(ask);
  return { id: commandId, bodyHash, seenSeq: state.seq, ...(await actOf(ask, state, decision)) };
}

/**
 * Sends; if that is refused or lost, looks once more whether the same command was recorded by an earlier try. Whoever
 * comes too late to a task of a process that is over hears who decided it.
 */
export async function sendOrFind(
  ask: Ask,
  workflowId: string,
  send: () => Promise<CommandResult>,
  task = '',
): Promise<CommandResult> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const recorded = await findRecorded(ask, workflowId);
    if (recorded === null) throw await explainMissing(ask, workflowId, { error, task });
    // Recorded by a worker that died before Temporal knew: the process would hear of it with its next command only.
    void ask.api.door.catchUp(workflowId);
    return recorded;
  }
}

/** A workflow that does not run is either over, which is a refusal, or must be reconciled, which is an outage. */
async function explainMissing(
  ask: Ask,
  workflowId: string,
  { error, task }: { readonly error: Problem; readonly task: string },
): Promise<Problem> {
  if (error.refusals[0]?.code !== 'process/not-running') return error;
  const run = await ask.api.reads.findRun(workflowId);
  if (run === null || !isOver(run.state)) return error;
  return problem('project/over', { status: run.state.status, ...decidedOf(run.state, task) });
}
