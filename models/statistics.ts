/** Reads what the figures are made of: slim rows of projects, paid cases, tasks by group. Bounded in number and time; nothing confidential. */
import { startOfDay } from '../domain/clocks/dates';
import type { Counted } from '../domain/project/totals';
import type { Grouping, ProjectFigureRow, TaskFigureRow } from '../domain/statistics/rows';
import { cases, projects, tasks } from './process-schemas';

/** Whose figures: all, or what these organisations own and what lies in these jurisdictions. */
export type FigureScope =
  'all' | { readonly orgs: readonly string[]; readonly jurisdictions: readonly string[] };

export interface FigureQuery {
  readonly scope: FigureScope;
  readonly jurisdiction?: string;
  /** The year (Asia/Shanghai) in which a project was opened, or a task arose. */
  readonly year?: number;
}

type Filter = Readonly<Record<string, unknown>>;

/** A question takes at most so long in MongoDB, then it is given up. */
const mostMs = 5_000;
const bounds = { maxTimeMS: mostMs } as const;

/** Instants compare as texts; without its last letter the start of a day lies before all that it holds, milliseconds or not. */
const dawnOf = (year: number): string => startOfDay(`${String(year)}-01-01`).slice(0, -1);

/** What may be counted. A scope that names nothing counts nothing. */
function filterOf(
  { scope, jurisdiction, year }: FigureQuery,
  names: { readonly org: string; readonly at: string },
): Filter {
  const all: Filter[] = [];
  if (scope !== 'all')
    all.push({
      $or: [{ [names.org]: { $in: scope.orgs } }, { jurisdiction: { $in: scope.jurisdictions } }],
    });
  if (jurisdiction !== undefined) all.push({ jurisdiction });
  if (year !== undefined) all.push({ [names.at]: { $gte: dawnOf(year), $lt: dawnOf(year + 1) } });
  return all.length === 0 ? {} : { $and: all };
}

const contractOf = {
  $first: { $filter: { input: '$materials', as: 'each', cond: { $eq: ['$$each.kind', 'contract'] } } },
};

const slimClocks = {
  $map: {
    input: '$clocks',
    as: 'each',
    in: { run: '$$each.run', kind: '$$each.kind', status: '$$each.status', overdue: '$$each.overdue' },
  },
};

/** The projects that count, at most `limit`, each as slim as figures need it. */
export async function readProjectFigures(query: FigureQuery, limit: number): Promise<ProjectFigureRow[]> {
  return await projects.collection
    .aggregate<ProjectFigureRow>(
      [
        { $match: { readers: null, ...filterOf(query, { org: 'owner.org', at: 'createdAt' }) } },
        { $limit: limit },
        {
          $project: {
            _id: 0,
            id: 1,
            jurisdiction: 1,
            ownerOrg: '$owner.org',
            ownerZh: '$owner.orgZh',
            packId: 1,
            packVersion: 1,
            status: 1,
            over: 1,
            overdue: 1,
            run: 1,
            stage: 1,
            createdAt: 1,
            rounds: 1,
            'ended.run': 1,
            'ended.kind': 1,
            'ended.at': 1,
            clocks: slimClocks,
            budget: '$facts.budget',
            contract: { $let: { vars: { held: contractOf }, in: '$$held.fields.amount' } },
          },
        },
      ],
      bounds,
    )
    .toArray();
}

/** A case that may count as a payment, with the project it belongs to. */
export type PaidCase = Counted & { readonly projectId: string };

/** Cases of these types in these projects; a confidential one is not among them. */
export async function readPaidCases(
  projectIds: readonly string[],
  caseTypes: readonly string[],
): Promise<PaidCase[]> {
  if (caseTypes.length === 0 || projectIds.length === 0) return [];
  return await cases.collection
    .find<PaidCase>(
      { projectId: { $in: projectIds }, caseType: { $in: caseTypes }, readers: null },
      {
        projection: { _id: 0, projectId: 1, caseType: 1, over: 1, status: 1, 'ended.good': 1, facts: 1 },
        ...bounds,
      },
    )
    .toArray();
}

const asDate = (field: string) => ({ $dateFromString: { dateString: field, onError: null, onNull: null } });

const taskKeys: Readonly<Record<Grouping, unknown>> = {
  stage: { $ifNull: ['$stage', 'none'] },
  department: '$ownerOrg',
  jurisdiction: '$jurisdiction',
  year: { $toString: { $year: { date: asDate('$openedAt'), timezone: 'Asia/Shanghai' } } },
};

const countIf = (status: string) => ({ $sum: { $cond: [{ $eq: ['$status', status] }, 1, 0] } });

const hoursOfDone = {
  $cond: [
    { $eq: ['$status', 'done'] },
    { $divide: [{ $subtract: [asDate('$decidedAt'), asDate('$openedAt')] }, 3_600_000] },
    0,
  ],
};

/** Tasks of projects by group, at most `limit` groups, counted on one index (process-schemas.ts). */
export async function countTaskFigures(
  query: FigureQuery,
  by: Grouping,
  limit: number,
): Promise<TaskFigureRow[]> {
  const filter = { processKind: 'project', ...filterOf(query, { org: 'ownerOrg', at: 'openedAt' }) };
  return await tasks.collection
    .aggregate<TaskFigureRow>(
      [
        { $match: filter },
        {
          $group: {
            // Few may read: told apart here, for as a filter a missing field makes MongoDB fetch every row.
            _id: { key: taskKeys[by], readers: { $ifNull: ['$readers', null] } },
            open: countIf('open'),
            done: countIf('done'),
            hours: { $sum: hoursOfDone },
          },
        },
        { $match: { '_id.readers': null } },
        { $limit: limit },
        { $project: { _id: 0, key: '$_id.key', open: 1, done: 1, hours: 1 } },
      ],
      bounds,
    )
    .toArray();
}
