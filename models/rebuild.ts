/** Builds every view again from the audit records alone, and compares it with what is stored. */
import type { ProcessState } from '../domain/project/state';
import { newProcess } from '../domain/project/state';
import { evolveEntry } from '../domain/project/evolve';
import { touchedTasks, viewOf, type TaskRow } from '../domain/project/view';
import { hashOf } from './chain';
import { actSubjects } from './act-chain';
import { wakesAtOf } from './due-clocks';
import { cases, projects, records, runs, tasks, type RunDocument } from './process-schemas';
import { readJournal, storedRun } from './record';

export interface Difference {
  readonly collection: 'runs' | 'projects' | 'cases' | 'tasks';
  readonly id: string;
  readonly what: 'missing' | 'differs' | 'unfounded';
  /** Where the two differ first, as a path of names. */
  readonly at?: string;
}

interface Rebuilt {
  readonly state: ProcessState;
  readonly tasks: readonly TaskRow[];
}

/** Every workflow that has a journal; acts of operators and administrators have a chain but no views. */
async function workflowIds(): Promise<string[]> {
  return (await records.distinct('workflowId', { workflowId: { $nin: actSubjects } })).sort();
}

/** Folds one journal from its first event. */
async function rebuild(workflowId: string): Promise<Rebuilt> {
  const entries = await readJournal(workflowId, 0);
  const first = entries[0]?.events[0];
  if (first?.type !== 'created')
    throw new Error(`the journal of ${workflowId} does not begin with its creation`);
  const start = newProcess(first.process);
  return { state: entries.reduce(evolveEntry, start), tasks: touchedTasks(start, entries) };
}

/** Plain JSON: what MongoDB gives back holds no undefined, and neither may what it is compared with. */
function sameJson(a: unknown, b: unknown): boolean {
  return hashOf(JSON.parse(JSON.stringify(a))) === hashOf(JSON.parse(JSON.stringify(b)));
}

/** The first place where two plain values part, as a path; undefined when they are the same. */
function partAt(a: unknown, b: unknown, path: readonly string[] = []): string | undefined {
  if (sameJson(a ?? null, b ?? null)) return undefined;
  if (!isObject(a) || !isObject(b)) return path.join('.');
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = partAt(a[name], b[name], [...path, name]);
    if (found !== undefined) return found;
  }
  return path.join('.');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function compareOne(workflowId: string): Promise<Difference[]> {
  const { state, tasks: rows } = await rebuild(workflowId);
  const collection = state.kind === 'project' ? 'projects' : 'cases';
  const differences: Difference[] = [];
  const check = (where: Difference['collection'], id: string, stored: unknown, right: unknown) => {
    if (stored === null || stored === undefined) differences.push({ collection: where, id, what: 'missing' });
    else if (!sameJson(stored, right))
      differences.push({ collection: where, id, what: 'differs', at: partAt(stored, right) ?? '' });
  };
  const run = await runs.collection.findOne<RunDocument>({ _id: workflowId } as never);
  // A run that was written before runs were found by their clocks says nothing of them.
  const kept = run && { state: run.state, wakesAt: run.wakesAt ?? null };
  check('runs', workflowId, kept, { state, wakesAt: wakesAtOf(state) });
  const views = state.kind === 'project' ? projects : cases;
  const view = await views.collection.findOne({ _id: state.id } as never, { projection: { _id: 0 } });
  check(collection, state.id, view, viewOf(state));
  const stored = await tasks.collection.find({ workflowId }, { projection: { _id: 0 } }).toArray();
  const byId = new Map(stored.map((row) => [String(row['id']), row]));
  for (const row of rows) check('tasks', row.id, byId.get(row.id), row);
  const known = new Set(rows.map((row) => row.id));
  for (const id of byId.keys())
    if (!known.has(id)) differences.push({ collection: 'tasks', id, what: 'unfounded' });
  return differences;
}

/** Every difference between the stored views and the records. Writes nothing. */
export async function compareViews(): Promise<{ workflows: number; differences: Difference[] }> {
  const ids = await workflowIds();
  const differences: Difference[] = [];
  for (const id of ids) differences.push(...(await compareOne(id)));
  return { workflows: ids.length, differences };
}

/** Writes the views of one workflow anew from its journal; gives what was different. */
async function rewrite(workflowId: string): Promise<Difference[]> {
  const differences = await compareOne(workflowId);
  if (differences.length === 0) return [];
  const { state, tasks: rows } = await rebuild(workflowId);
  const view = viewOf(state);
  const workflowType = state.kind === 'case' ? 'caseWorkflow' : (state.stage ?? 'application');
  await runs.collection.replaceOne({ _id: workflowId } as never, storedRun(state, workflowType), {
    upsert: true,
  });
  const views = state.kind === 'project' ? projects : cases;
  await views.collection.replaceOne({ _id: state.id } as never, view, { upsert: true });
  await tasks.collection.deleteMany({ workflowId, id: { $nin: rows.map((row) => row.id) } });
  for (const row of rows) await tasks.collection.replaceOne({ _id: row.id } as never, row, { upsert: true });
  return differences;
}

/** Builds every view again; gives what was different before. */
export async function rebuildViews(): Promise<{ workflows: number; differences: Difference[] }> {
  const ids = await workflowIds();
  const differences: Difference[] = [];
  for (const id of ids) differences.push(...(await rewrite(id)));
  return { workflows: ids.length, differences };
}
