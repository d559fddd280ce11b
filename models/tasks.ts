/** Reads of the task rows: inboxes, one task, the tasks of a process. */
import { defined } from '../domain/defined';
import type { StandIn } from '../domain/people/substitution';
import { liveStatuses } from '../domain/project/task';
import type { TaskRow } from '../domain/project/view';
import { sureRead } from './connection';
import { escaped } from './projects';
import { tasks, type TaskDocument } from './process-schemas';
import { isSoleHolder } from './users';

/** The views of a person's tasks. */
export type InboxView = CountedView | 'all';
type CountedView = 'todo' | 'claimable' | 'done' | 'started' | 'copied';

/** `opened`: whoever waits longest first (`done`: newest first). `urgency`: of what is open (domain/project/view.ts). */
export type InboxSort = 'opened' | 'urgency';

export interface InboxQuery {
  readonly view: InboxView;
  readonly sort?: InboxSort;
  readonly person: string;
  /** Keys the person holds. */
  readonly keys: readonly string[];
  readonly limit: number;
  /** `<instant or urgency>|<id>` of the last row of the page before. */
  readonly cursor?: string;
  readonly only?: TaskFilter;
  /** Absent people whose tasks are theirs as well. */
  readonly standIns?: readonly StandIn[];
}

/** Whose inbox it is. */
type Whose = Pick<InboxQuery, 'person' | 'keys' | 'standIns'>;

/** Narrows an inbox down; what is absent does not narrow. */
export interface TaskFilter {
  readonly stage?: string;
  readonly jurisdiction?: string;
  /** The organisation that owns the process. */
  readonly owner?: string;
  /** Only tasks still to be done whose last day was before this one (YYYY-MM-DD). */
  readonly dueBefore?: string;
  /** Part of the name of the process, or its whole number. */
  readonly text?: string;
}

type Filter = Readonly<Record<string, unknown>>;

/** Rows, and the index that gives them in the order they are listed. Each filter stands on one index of its own. */
interface Inbox {
  readonly filters: readonly Filter[];
  readonly field: 'openedAt' | 'decidedAt' | 'urgency';
  readonly direction: 1 | -1;
}

/** Keys that one active person alone holds: their tasks need no claiming. */
async function splitKeys(keys: readonly string[]): Promise<{ sole: string[]; shared: string[] }> {
  const alone = await Promise.all(keys.map(isSoleHolder));
  return {
    sole: keys.filter((_, index) => alone[index]),
    shared: keys.filter((_, index) => !alone[index]),
  };
}

// An absent assignee is asked for as null: that is answered from the index alone, `$exists` reads every row.
const unassigned = (key: unknown): Filter => ({ status: 'open', key, 'assignee.id': null });

const inAnyOf = (keys: readonly string[]): Filter[] => (keys.length === 0 ? [] : [unassigned({ $in: keys })]);

/** Whose inbox it is, with the keys of each kind: their own, and of each absent person those that they do not hold themselves. */
interface Opened extends Whose {
  readonly own: Split;
  readonly theirs: readonly { readonly standIn: StandIn; readonly split: Split }[];
}

type Split = Awaited<ReturnType<typeof splitKeys>>;

async function opened(whose: Whose): Promise<Opened> {
  const { keys, standIns = [] } = whose;
  const isTheirs = (key: string, post: string | undefined) =>
    !keys.includes(key) && (post === undefined || key === `post:${post}`);
  const theirs = standIns.map(async (standIn) => {
    const { absent, only } = standIn;
    return { standIn, split: await splitKeys(absent.keys.filter((key) => isTheirs(key, only.post))) };
  });
  const [own, ...others] = await Promise.all([splitKeys(keys), ...theirs]);
  return { ...whose, own, theirs: others };
}

/** Nothing confidential that the person may not know of: by a key of theirs, or because they opened it. */
function known({ person, keys }: Whose): Filter {
  return { $or: [{ readers: null }, { readers: { $in: keys } }, { startedBy: person }] };
}

/** What a substitution reaches; nothing confidential that the substitute may not read by a key of their own. */
function reached({ only }: StandIn, keys: readonly string[]): Filter {
  const { role, jurisdiction, caseType, stage } = only;
  return {
    ...defined({ role, jurisdiction, caseType, stage }),
    $or: [{ readers: null }, { readers: { $in: keys } }],
  };
}

/** Tasks of absent people: in their own hands or theirs alone (`todo`), and those of their groups (`claimable`). */
function behalfOf(view: 'todo' | 'claimable', { keys, theirs }: Opened): Filter[] {
  return theirs.flatMap(({ standIn, split: { sole, shared } }) => {
    const { absent, only } = standIn;
    const limits = reached(standIn, keys);
    const free = inAnyOf(view === 'todo' ? sole : shared).map((each) => ({ ...each, ...limits }));
    const key = only.post === undefined ? {} : { key: `post:${only.post}` };
    const held = { status: 'open', 'assignee.id': absent.id, ...key, ...limits };
    return view === 'todo' ? [held, ...free] : free;
  });
}

function filtersOf(view: InboxView, whose: Opened): Filter[] {
  const { person, own } = whose;
  switch (view) {
    case 'todo':
      return [{ status: 'open', 'assignee.id': person }, ...inAnyOf(own.sole), ...behalfOf('todo', whose)];
    case 'claimable':
      return [...inAnyOf(own.shared), ...behalfOf('claimable', whose)];
    case 'done':
      return [{ 'decidedBy.id': person }, { 'decidedBy.onBehalf.id': person }];
    case 'started':
      return [{ startedBy: person, status: 'open' }];
    case 'all':
      return [{ status: 'open', ...known(whose) }];
    case 'copied':
      return [{ 'copiedTo.id': person }];
  }
}

/** What an index by urgency must see asked for to answer; true of every open task (process-schemas.ts). */
function ranked(view: InboxView): Filter {
  return { urgency: { $gt: '' }, ...(view === 'all' ? { seq: { $gte: 0 } } : {}) };
}

async function inboxOf({ view, sort, ...whose }: InboxQuery): Promise<Inbox> {
  const filters = filtersOf(view, await opened(whose));
  if (sort === 'urgency')
    return { filters: filters.map((each) => ({ ...ranked(view), ...each })), field: 'urgency', direction: 1 };
  return view === 'done'
    ? { filters, field: 'decidedAt', direction: -1 }
    : { filters, field: 'openedAt', direction: 1 };
}

/**
 * Rows after a cursor. The range says where in the index to go on, whatever the depth; the second condition takes away
 * the rows of the same instant that were shown (as `$nor`, so that it is not taken for another range).
 */
function after({ field, direction }: Inbox, cursor: string | undefined): Filter {
  const [at, id] = cursor?.split('|') ?? [];
  if (at === undefined) return {};
  const [from, shown] = direction === 1 ? ['$gte', '$lte'] : ['$lte', '$gte'];
  return { [field]: { [from]: at }, $nor: [{ [field]: at, _id: { [shown]: id } }] };
}

/** As conditions of their own, so that they never meet the range of a cursor. Names of the rows: view.ts. */
function narrowedTo({ stage, jurisdiction, owner, dueBefore, text }: TaskFilter): Filter {
  const all: Filter[] = [];
  if (stage !== undefined) all.push({ stage });
  if (jurisdiction !== undefined) all.push({ jurisdiction });
  if (owner !== undefined) all.push({ ownerOrg: owner });
  if (dueBefore !== undefined) all.push({ due: { $lt: dueBefore }, status: { $in: liveStatuses } });
  if (text !== undefined)
    all.push({ $or: [{ processName: { $regex: escaped(text) } }, { processId: text }, { projectId: text }] });
  return all.length === 0 ? {} : { $and: all };
}

function toRow({ _id: _id, ...row }: TaskDocument): TaskRow {
  return row;
}

/** One page of an inbox in its order, with the cursor of the next. */
export async function listTasks(query: InboxQuery): Promise<{ items: TaskRow[]; nextCursor: string | null }> {
  const { limit, cursor } = query;
  const inbox = await inboxOf(query);
  const past = { ...after(inbox, cursor), ...narrowedTo(query.only ?? {}) };
  const branches = inbox.filters.map((filter) => ({ ...filter, ...past }));
  const [only] = branches;
  if (only === undefined) return { items: [], nextCursor: null };
  const { field, direction } = inbox;
  const rows = await tasks.collection
    .find<TaskDocument>((branches.length === 1 ? only : { $or: branches }) as never)
    .sort({ [field]: direction, _id: direction })
    .limit(limit + 1)
    .toArray();
  const items = rows.slice(0, limit).map(toRow);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : `${last[field] ?? ''}|${last.id}` };
}

const countAs = (name: CountedView, filter: Filter) => [
  { $match: filter },
  { $group: { _id: name, count: { $sum: 1 } } },
];

const more = (name: CountedView, filter: Filter, coll = 'tasks') => ({
  $unionWith: { coll, pipeline: countAs(name, filter) },
});

/** How much waits for a person, and how much they did and started; one round trip, counted on indexes alone. */
export async function countTasks(whose: Whose): Promise<Record<CountedView, number>> {
  const mine = await opened(whose);
  const { person } = whose;
  const { sole, shared } = mine.own;
  // Two absent people may hold one key: as alternatives of one question each task counts once.
  const behalf = (['todo', 'claimable'] as const).flatMap((name) => {
    const filters = behalfOf(name, mine);
    return filters.length === 0 ? [] : [more(name, { $or: filters })];
  });
  const counted = await tasks.collection
    .aggregate<{ _id: CountedView; count: number }>([
      ...countAs('todo', { status: 'open', 'assignee.id': person }),
      // A key at a time: one stretch of an index is counted without looking at its entries.
      ...sole.map((key) => more('todo', unassigned(key))),
      ...shared.map((key) => more('claimable', unassigned(key))),
      ...behalf,
      more('done', { 'decidedBy.id': person }),
      more('done', { 'decidedBy.onBehalf.id': person }),
      more('started', { 'owner.person.id': person }, 'projects'),
      more('started', { 'owner.person.id': person }, 'cases'),
      more('copied', { 'copiedTo.id': person }),
    ])
    .toArray();
  const counts: Record<CountedView, number> = { todo: 0, claimable: 0, done: 0, started: 0, copied: 0 };
  for (const { _id, count } of counted) counts[_id] += count;
  return counts;
}

/** One task by its id; that there is none is said only for sure. */
export async function findTask(id: string): Promise<TaskRow | null> {
  const one = { _id: id } as never;
  const row =
    (await tasks.collection.findOne<TaskDocument>(one)) ??
    (await tasks.collection.findOne<TaskDocument>(one, sureRead));
  return row === null ? null : toRow(row);
}
