/** Reads of the project and case views. */
import type { ProcessView } from '../domain/project/view';
import { cases, projects, type ViewDocument } from './process-schemas';

export interface ProjectQuery {
  readonly text?: string;
  readonly stage?: string;
  readonly status?: string;
  readonly jurisdiction?: string;
  readonly overdue?: boolean;
  /** A person's id or an organisation's. */
  readonly owner?: string;
  /** Keys of the person who asks: `org:…`, `post:<jurisdiction>/…`; null sees everything. */
  readonly visibleTo: readonly string[] | null;
  readonly limit: number;
  /** Last `updatedAt|id` of the page before. */
  readonly cursor?: string;
}

/** Filters over the loose rows: their shape is the view's, not a mongoose schema's. */
type Filter = Readonly<Record<string, unknown>>;

function toView({ _id: _id, ...view }: ViewDocument): ProcessView {
  return view;
}

/** All cases of a project, oldest first. */
export async function listCases(projectId: string): Promise<ProcessView[]> {
  const views = await cases.find({ projectId }).sort({ createdAt: 1 }).lean();
  return views.map(toView);
}

/** Text as a pattern that matches just it. */
export const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

const afterPrefix = (keys: readonly string[], prefix: string) =>
  keys.flatMap((key) => (key.startsWith(prefix) ? [key.slice(prefix.length)] : []));

function seenBy(keys: readonly string[]): Filter {
  const orgs = afterPrefix(keys, 'org:');
  const jurisdictions = afterPrefix(keys, 'post:').map((post) => post.split('/')[0] ?? '');
  return {
    $or: [
      { 'owner.org': { $in: orgs } },
      { partyOrgs: { $in: orgs } },
      { jurisdiction: { $in: jurisdictions } },
    ],
  };
}

function filterOf({ text, owner, visibleTo, ...query }: ProjectQuery): Filter {
  const { stage, status, jurisdiction, overdue } = query;
  const given = Object.entries({ stage, status, jurisdiction, overdue }).filter(
    ([, value]) => value !== undefined,
  );
  const all: Filter[] = [Object.fromEntries(given)];
  if (text !== undefined) all.push({ $or: [{ name: { $regex: escaped(text) } }, { _id: text }] });
  if (owner !== undefined) all.push({ $or: [{ 'owner.org': owner }, { 'owner.person.id': owner }] });
  if (visibleTo !== null) all.push(seenBy(visibleTo));
  return { $and: all };
}

/** One page of projects, last changed first. */
export async function searchProjects(
  query: ProjectQuery,
): Promise<{ items: ProcessView[]; nextCursor: string | null }> {
  const [at, id] = query.cursor?.split('|') ?? [];
  const after =
    at === undefined ? {} : { $or: [{ updatedAt: { $lt: at } }, { updatedAt: at, _id: { $lt: id } }] };
  const rows = await projects.collection
    .find<ViewDocument>({ $and: [filterOf(query), after] } as never)
    .sort({ updatedAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const items = rows.slice(0, query.limit).map(toView);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last === undefined ? null : `${last.updatedAt}|${last.id}` };
}
