/** What the operators' page and the metrics ask of the record: open runs page by page, and a few counts. All bounded. */
import { cases, projects, runs, tasks } from './process-schemas';

/** An open run without its state. */
export interface OpenRun {
  readonly workflowId: string;
  readonly seq: number;
  readonly open: boolean;
  readonly updatedAt: string;
}

const slim = { seq: 1, open: 1, updatedAt: 1 } as const;

interface SlimRun extends Omit<OpenRun, 'workflowId'> {
  readonly _id: string;
}

function toOpenRun({ _id, seq, open, updatedAt }: SlimRun): OpenRun {
  return { workflowId: _id, seq, open, updatedAt };
}

/** One page of open runs by workflow id. */
export async function pageOpenRuns(page: { after?: string; limit: number }): Promise<OpenRun[]> {
  const found = await runs.collection
    .find<SlimRun>({ open: true, _id: { $gt: page.after ?? '' } } as never, { projection: slim })
    .sort({ _id: 1 })
    .limit(page.limit)
    .toArray();
  return found.map(toOpenRun);
}

/** An open run and the jurisdiction it stands in. */
export interface OpenPlace {
  readonly workflowId: string;
  readonly jurisdiction: string;
}

/** One page of open runs by workflow id, of one jurisdiction or of all. */
export async function pageOpenPlaces(page: {
  after: string;
  limit: number;
  jurisdiction: string | null;
}): Promise<OpenPlace[]> {
  const place = page.jurisdiction === null ? {} : { 'state.jurisdiction': page.jurisdiction };
  const found = await runs.collection
    .find<{ _id: string; state: { jurisdiction: string } }>(
      { open: true, _id: { $gt: page.after }, ...place } as never,
      { projection: { 'state.jurisdiction': 1 } },
    )
    .sort({ _id: 1 })
    .limit(page.limit)
    .toArray();
  return found.map(({ _id, state }) => ({ workflowId: _id, jurisdiction: state.jurisdiction }));
}

/** One run without its state, open or not. */
export async function findOpenRun(workflowId: string): Promise<OpenRun | null> {
  const found = await runs.collection.findOne<SlimRun>({ _id: workflowId } as never, { projection: slim });
  return found === null ? null : toOpenRun(found);
}

/** Workflow ids of processes that are not over, rest in no use, and ask nobody for anything; at most so many. */
export async function listWithoutTask(limit: number): Promise<string[]> {
  const idle = { over: false, status: { $ne: 'inUse' }, openTasks: { $size: 0 } };
  const found = await Promise.all(
    [projects, cases].map((each) =>
      each.collection
        .find<{ workflowId: string }>(idle as never, { projection: { workflowId: 1 } })
        .limit(limit)
        .toArray(),
    ),
  );
  return found.flat().map(({ workflowId }) => workflowId);
}

export interface WorkCounts {
  readonly openProcesses: number;
  readonly openTasks: number;
  readonly overdueProcesses: number;
}

/** How much is under way, and how much of it is late. */
export async function countWork(): Promise<WorkCounts> {
  const overdue = { overdue: true, over: false };
  const [openProcesses, openTasks, lateProjects, lateCases] = await Promise.all([
    runs.countDocuments({ open: true }),
    tasks.countDocuments({ status: 'open' }),
    projects.countDocuments(overdue),
    cases.countDocuments(overdue),
  ]);
  return { openProcesses, openTasks, overdueProcesses: lateProjects + lateCases };
}
