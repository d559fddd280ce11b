/** Makes a record whole that was restored from an older copy: what the workflows hold and it lost is written again, line by line, as it was. */
import { evolveEntry } from '../domain/project/evolve';
import { newProcess, type ProcessState } from '../domain/project/state';
import { touchedTasks, viewOf } from '../domain/project/view';
import { hashOf } from '../models/chain';
import { holdLostMaterials } from '../models/materials';
import { recordOutcome, recordRequest, type Operation } from '../models/operations';
import { findPack } from '../models/packs';
import { appendRecord, readJournal } from '../models/record';
import { findRun } from '../models/runs';
import type { HeldEntry } from '../workflows/messages';
import { readHeld, type Asked } from './held';
import { holdNumbers } from './recover-numbers';

/** Who has a record made whole, and why: it stands in the operators' chain. */
export interface RecoverOrder extends Pick<Operation, 'at' | 'actor' | 'reason'> {
  /** Distinguishes this act from an earlier one. */
  readonly key: string;
}

/** A process whose record is behind: where it stands there, and what its workflow holds. */
export interface Ahead {
  readonly workflowId: string;
  readonly journal: number;
  readonly state: ProcessState;
}

export interface Recovered {
  readonly workflowId: string;
  readonly finding: 'recovered' | 'unrecoverable';
  readonly journal: number;
  readonly workflow: number;
  /** True when every line stands at its old place in the audit chain, so that signed heads fit again. */
  readonly samePlaces?: boolean;
  /** What could not be brought back, by name; an operator must. */
  readonly lacks: readonly string[];
}

interface Lost {
  readonly ahead: Ahead;
  readonly start: ProcessState;
  readonly entries: readonly HeldEntry[];
}

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

function startOf(first: HeldEntry | undefined): ProcessState | undefined {
  const event = first?.entry.events[0];
  return event?.type === 'created' ? newProcess(event.process) : undefined;
}

function missingPositions({ journal, state }: Ahead, entries: readonly HeldEntry[]): string[] {
  const here = new Set(entries.map(({ seq }) => seq));
  const places = Array.from({ length: state.seq - journal }, (_, index) => journal + index + 1);
  return places.filter((seq) => !here.has(seq)).map((seq) => `#${String(seq)}`);
}

/** The line that both must share: else they are two different pasts, and no program may choose. */
async function differs({ workflowId, journal }: Ahead, shared: HeldEntry | undefined): Promise<boolean> {
  if (shared === undefined) return false;
  const [recorded] = await readJournal(workflowId, journal - 1);
  return recorded?.commandId !== shared.entry.commandId;
}

/** Reads what the record lost of one process and proves that it leads to the state the workflow holds. */
async function gather(ahead: Ahead, asked: Asked): Promise<Lost | { readonly lacks: readonly string[] }> {
  const { workflowId, journal, state } = ahead;
  const held = await readHeld(workflowId, Math.max(journal - 1, 0), asked);
  const entries = held.filter(({ seq }) => seq > journal && seq <= state.seq);
  const gaps = missingPositions(ahead, entries);
  if (gaps.length > 0) return { lacks: gaps };
  if (
    await differs(
      ahead,
      held.find(({ seq }) => seq === journal),
    )
  )
    return { lacks: [`#${String(journal)} ≠`] };
  const start = journal === 0 ? startOf(entries[0]) : (await findRun(workflowId))?.state;
  if (start === undefined) return { lacks: ['#1'] };
  const end = entries.reduce((folded, { entry }) => evolveEntry(folded, entry), start);
  if (hashOf(plain(end)) !== hashOf(plain(state))) return { lacks: [`#${String(state.seq)} ≠`] };
  return { ahead, start, entries };
}

interface Line {
  readonly workflowId: string;
  readonly held: HeldEntry;
  /** Where in the chain it goes: its old place, or right after the line of its workflow before it. */
  readonly order: number;
}

function linesOf({ ahead, entries }: Lost): Line[] {
  let order = 0;
  return entries.map((held) => {
    order = held.chainSeq ?? order;
    return { workflowId: ahead.workflowId, held, order };
  });
}

/** Writes one line as the workflow wrote it; true when it stands at its old place in the chain. */
async function writeLine(
  before: ProcessState,
  { held }: Line,
): Promise<{ after: ProcessState; same: boolean }> {
  const { entry, chainSeq } = held;
  const after = evolveEntry(before, entry);
  const outcome = await appendRecord({
    workflowId: before.workflowId,
    workflowType: after.kind === 'case' ? 'caseWorkflow' : (after.stage ?? 'application'),
    subject: before.subject,
    expectedSeq: before.seq,
    entries: [entry],
    state: after,
    view: viewOf(after),
    tasks: touchedTasks(before, [entry]),
  });
  if (outcome.status !== 'recorded')
    throw new Error(`${before.workflowId} #${String(held.seq)} was written meanwhile: run reconcile again`);
  return { after, same: chainSeq === null || outcome.head === chainSeq };
}

/** Writes the lost lines of all processes of one chain in their old order; says which workflows kept their places. */
async function writeChain(losses: readonly Lost[]): Promise<Map<string, boolean>> {
  const states = new Map(losses.map(({ ahead, start }) => [ahead.workflowId, start]));
  const same = new Map(losses.map(({ ahead }) => [ahead.workflowId, true]));
  const lines = losses.flatMap(linesOf).sort((a, b) => a.order - b.order);
  for (const line of lines) {
    const before = states.get(line.workflowId);
    if (before === undefined) continue;
    const written = await writeLine(before, line);
    states.set(line.workflowId, written.after);
    if (!written.same) same.set(line.workflowId, false);
  }
  return same;
}

function operationOf({ workflowId, journal, state }: Ahead, order: RecoverOrder): Operation {
  const commandId = `recover/${order.key}/${workflowId}`;
  const bodyHash = hashOf({ workflowId, journal, workflow: state.seq });
  const { at, actor, reason } = order;
  return { commandId, bodyHash, at, actor, reason, action: 'recoverFromWorkflow', target: workflowId };
}

/** What the record names and the database does not hold. */
async function lacksOf({ ahead: { state } }: Lost): Promise<string[]> {
  const lost = await holdLostMaterials(state.workflowId, Object.values(state.materials));
  const pack = await findPack(state.pack.id, state.pack.version);
  return [
    ...lost.map(({ fileName, id, sha256 }) => `file ${fileName} (${id}, sha256 ${sha256})`),
    ...(pack?.ref.hash === state.pack.hash ? [] : [`pack ${state.pack.id}@${state.pack.version}`]),
  ];
}

async function recoverChain(losses: readonly Lost[], order: RecoverOrder): Promise<Recovered[]> {
  for (const { ahead } of losses) await recordRequest(operationOf(ahead, order));
  const same = await writeChain(losses);
  const recovered: Recovered[] = [];
  for (const lost of losses) {
    const { workflowId, journal, state } = lost.ahead;
    await holdNumbers(lost.start, lost.entries);
    const lacks = await lacksOf(lost);
    const samePlaces = same.get(workflowId) === true;
    const outcome = { from: journal, to: state.seq, samePlaces, lacks: lacks.join('; ') };
    await recordOutcome(operationOf(lost.ahead, order), outcome);
    recovered.push({ workflowId, finding: 'recovered', journal, workflow: state.seq, samePlaces, lacks });
  }
  return recovered;
}

/** Recovers every process that is ahead, chain by chain. What cannot be proven is left as it is and listed. */
export async function recover(
  aheads: readonly Ahead[],
  asked: Asked,
  order: RecoverOrder,
): Promise<Recovered[]> {
  const chains = new Map<string, Lost[]>();
  const results: Recovered[] = [];
  for (const ahead of aheads) {
    const { workflowId, journal, state } = ahead;
    const lost = await gather(ahead, asked);
    if ('lacks' in lost)
      results.push({ workflowId, finding: 'unrecoverable', journal, workflow: state.seq, lacks: lost.lacks });
    else chains.set(state.subject, [...(chains.get(state.subject) ?? []), lost]);
  }
  for (const losses of chains.values()) results.push(...(await recoverChain(losses, order)));
  return results;
}
