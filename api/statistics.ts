/** Gathers the figures for the person who asks: rows from MongoDB, arithmetic from domain/statistics. */
import { dateOf } from '../domain/clocks/dates';
import { sumOf, totalsOf, type Total } from '../domain/project/totals';
import { contributionsOf } from '../domain/statistics/contributions';
import type { Figures } from '../domain/statistics/figures';
import { stageWords, tableOf, type Contributed, type FigureTable } from '../domain/statistics/groups';
import type { Grouping, ProjectFigureRow } from '../domain/statistics/rows';
import type { SheetLine } from '../domain/statistics/sheet';
import { workingDaysOf } from '../domain/statistics/spans';
import { orgNames } from '../models/orgs';
import { findPack } from '../models/packs';
import {
  countTaskFigures,
  readPaidCases,
  readProjectFigures,
  type FigureQuery,
  type FigureScope,
} from '../models/statistics';
import { figuresOpenTo } from './permissions';
import { problem } from './problem';
import type { Ask } from './route';

export interface FigureWish {
  readonly by: Grouping;
  readonly jurisdiction?: string | undefined;
  readonly year?: number | undefined;
}

/** The figures with what they are about. */
export interface Statistics {
  /** ISO UTC instant of the legal clock. */
  readonly asOf: string;
  readonly scope: FigureScope;
  readonly lines: readonly SheetLine[];
  readonly total: Figures;
}

/** So many projects are read at once, so that one question stays small; a province has some thousand a year. */
const mostProjects = 20_000;
const mostGroups = 2_000;
/** Project numbers in one question for their cases. */
const idsAtOnce = 1_000;

/** The payments that a pack counts: sums over cases of money that ended well. None: it counts no payments. */
async function paymentsOf(packId: string, version: string): Promise<readonly Total[]> {
  const found = await findPack(packId, version);
  if (found === null) return [];
  const { cases, facts } = found.pack;
  return totalsOf({ facts }).filter(
    ({ caseType, underway }) => cases[caseType]?.kind === 'money' && underway !== true,
  );
}

const packOf = ({ packId, packVersion }: ProjectFigureRow) => `${packId}@${packVersion}`;

async function paymentsByPack(rows: readonly ProjectFigureRow[]): Promise<Map<string, readonly Total[]>> {
  const packs = new Map(rows.map((row) => [packOf(row), row]));
  const found = [...packs].map(
    async ([key, { packId, packVersion }]) => [key, await paymentsOf(packId, packVersion)] as const,
  );
  return new Map(await Promise.all(found));
}

/** What each project spent, in fen; null where its pack counts no payments. */
async function spendingOf(
  rows: readonly ProjectFigureRow[],
): Promise<(row: ProjectFigureRow) => number | null> {
  const payments = await paymentsByPack(rows);
  const types = [...new Set([...payments.values()].flat().map(({ caseType }) => caseType))];
  const paid = new Map<string, Awaited<ReturnType<typeof readPaidCases>>>();
  for (let from = 0; from < rows.length; from += idsAtOnce) {
    const ids = rows.slice(from, from + idsAtOnce).map(({ id }) => id);
    for (const each of await readPaidCases(ids, types)) {
      const { projectId } = each;
      paid.set(projectId, [...(paid.get(projectId) ?? []), each]);
    }
  }
  return (row) => {
    const totals = payments.get(packOf(row)) ?? [];
    if (totals.length === 0) return null;
    return totals.reduce((sum, total) => sum + sumOf(total, paid.get(row.id) ?? []), 0);
  };
}

async function contributedBy(ask: Ask, rows: readonly ProjectFigureRow[]): Promise<Contributed[]> {
  const places = [...new Set(rows.map(({ jurisdiction }) => jurisdiction))];
  const found = places.map(
    async (place) => [place, workingDaysOf(await ask.api.reads.calendar(place))] as const,
  );
  const [calendars, spending] = [new Map(await Promise.all(found)), await spendingOf(rows)];
  return rows.flatMap((row) => {
    const workingDays = calendars.get(row.jurisdiction);
    return workingDays === undefined
      ? []
      : [{ row, contributions: contributionsOf(row, spending(row), workingDays) }];
  });
}

/** Names of the groups, Chinese and English; what has none is called by its key. */
async function linesOf(
  by: Grouping,
  { groups }: FigureTable,
  rows: readonly ProjectFigureRow[],
): Promise<SheetLine[]> {
  const owners = new Map(rows.map(({ ownerOrg, ownerZh }) => [ownerOrg, { zh: ownerZh, en: ownerZh }]));
  const orgs = by === 'department' ? await orgNames(groups.map(({ key }) => key)) : undefined;
  const namesOf = (key: string) => {
    if (by === 'stage') return stageWords[key] ?? { zh: key, en: key };
    if (by === 'department') return orgs?.get(key) ?? owners.get(key) ?? { zh: key, en: key };
    return { zh: key, en: key };
  };
  return groups.map(({ key, ...figures }) => ({ key, ...namesOf(key), figures }));
}

function requireFew(count: number, most: number): void {
  if (count > most) throw problem('statistics/too-wide', { most });
}

/** The figures this person may see, laid apart as they wish. Refuses what covers too much at once. */
export async function gatherStatistics(
  ask: Ask,
  { by, jurisdiction, year }: FigureWish,
): Promise<Statistics> {
  const scope = figuresOpenTo(ask.person);
  const query: FigureQuery = {
    scope,
    ...(jurisdiction === undefined ? {} : { jurisdiction }),
    ...(year === undefined ? {} : { year }),
  };
  const [asOf, rows, tasks] = await Promise.all([
    ask.api.clock.now(),
    readProjectFigures(query, mostProjects + 1),
    countTaskFigures(query, by, mostGroups + 1),
  ]);
  requireFew(rows.length, mostProjects);
  const table = tableOf(by, await contributedBy(ask, rows), tasks);
  requireFew(table.groups.length, mostGroups);
  return { asOf, scope, lines: await linesOf(by, table, rows), total: table.total };
}

/** The line of all together, as the last of a sheet. */
export const wholeLine = (total: Figures): SheetLine => ({
  key: 'total',
  zh: '合计',
  en: 'total',
  figures: total,
});

/** The day the figures are of (YYYY-MM-DD, Asia/Shanghai). */
export const dayOf = ({ asOf }: Statistics): string => dateOf(asOf);
