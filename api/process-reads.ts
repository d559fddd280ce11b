/** Loads a process for the person who asks: not found, not theirs to see, or its state with what surrounds it. */
import type { Pack, Rules } from '../domain/pack/types';
import type { Surroundings } from '../domain/project/context';
import { readsOutside } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import { findPack } from '../models/packs';
import { mayReadProcess } from './permissions';
import type { RecordLine } from '../models/process-schemas';
import type { Moment } from './ports';
import { problem } from './problem';
import type { Ask } from './route';

export type ProcessKind = 'project' | 'case';

/** The workflow id of a project or case number. */
export function workflowIdOf(kind: ProcessKind, id: string): string {
  return `${kind}/${id}`;
}

/** The state of a process that this person may read. */
export async function readState(ask: Ask, workflowId: string): Promise<ProcessState> {
  ask.about.workflowId = workflowId;
  const run = await ask.api.reads.findRun(workflowId);
  if (run === null)
    throw problem(workflowId.startsWith('case/') ? 'case/not-found' : 'project/not-found', { workflowId });
  if (!mayReadProcess(ask.person, run.state))
    throw problem('auth/not-permitted', { permission: 'process.read' });
  ask.about.confidential ||= run.state.readers !== undefined;
  return run.state;
}

/**
 * True when this person may read what the chain of a process belongs to. A case about a project writes into the project's
 * chain, and whoever may read the case need not be one of the project's readers.
 */
export async function mayReadChain(
  ask: Ask,
  { subject, workflowId }: Pick<ProcessState, 'subject' | 'workflowId'>,
): Promise<boolean> {
  if (subject === workflowId) return true;
  const run = await ask.api.reads.findRun(subject);
  return run !== null && mayReadProcess(ask.person, run.state);
}

/** The pack that the process pinned. */
export async function packOf({ pack, workflowId }: ProcessState): Promise<Pack> {
  const published = await findPack(pack.id, pack.version);
  if (published === null)
    throw new Error(`pack ${pack.id}@${pack.version} of ${workflowId} is not published`);
  return published.pack;
}

/** The rules that the process pinned. */
export async function rulesFor(ask: Ask, state: ProcessState): Promise<Rules> {
  const pack = await packOf(state);
  const rules = ask.api.rules.rulesOf(pack, state);
  // Which cases may be opened is asked of the whole pack; the slice of a running stage does not carry them.
  return state.kind === 'case' ? rules : { ...rules, cases: pack.cases };
}

/** A project has some hundred lines in its life; a page keeps one answer of MongoDB small. */
const linesAtOnce = 500;

/** Every line of one audit chain, oldest first; of a workflow that writes into another's chain, what it wrote itself. */
export async function linesOfChain(ask: Ask, subject: string, workflowId?: string): Promise<RecordLine[]> {
  const lines: RecordLine[] = [];
  const own = workflowId === undefined ? {} : { workflowId };
  for (let after = 0; ;) {
    const page = await ask.api.reads.listRecords(subject, { after, limit: linesAtOnce, ...own });
    lines.push(...page);
    const last = page.at(-1);
    if (last === undefined || page.length < linesAtOnce) return lines;
    after = last.seq;
  }
}

/** Every line of the audit trail that one workflow wrote, oldest first. */
export async function allLines(ask: Ask, subject: string, workflowId: string): Promise<RecordLine[]> {
  if (subject !== workflowId) return linesOfChain(ask, subject, workflowId);
  return (await linesOfChain(ask, subject)).filter((line) => line.workflowId === workflowId);
}

/** What the domain needs to say what is possible now. */
export async function momentOf(ask: Ask, state: ProcessState): Promise<Moment> {
  const rules = await rulesFor(ask, state);
  const [now, calendar, outside] = await Promise.all([
    ask.api.clock.now(),
    ask.api.reads.calendar(state.jurisdiction),
    // As the workflow does: gathered only where a decision may depend on them.
    readsOutside(rules, state) ? ask.api.reads.gatherOutsideFacts(state, rules) : undefined,
  ]);
  const around: Surroundings = { rules, now, calendar, ...(outside === undefined ? {} : { outside }) };
  return { state, around, actor: ask.person.actor };
}
