/** Gathers the facts that lie outside one process, with the chain head they were read at. */
import type { OutsideFacts } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import type { Rules } from '../domain/pack/types';
import { cases, chains, runs } from './process-schemas';

export interface Total {
  readonly fact: string;
  readonly caseType: string;
  readonly field: string;
  /** Counts what is handed in and not refused as well. */
  readonly underway?: boolean;
}

/** The totals that the pack's facts declare. */
export function totalsOf(rules: Pick<Rules, 'facts'>): Total[] {
  return Object.entries(rules.facts).flatMap(([fact, row]) =>
    row.total === undefined
      ? []
      : [
          {
            fact,
            caseType: row.total.case,
            field: row.total.field,
            underway: row.total.underway ?? false,
          },
        ],
  );
}

type About = Pick<ProcessState, 'kind' | 'id' | 'projectId' | 'subject'>;

/**
 * Reads the head first: if anything about the subject is recorded while the rest is read, the head has moved when the
 * decision is recorded, and it is made again.
 */
export async function gatherOutsideFacts(about: About, totals: readonly Total[]): Promise<OutsideFacts> {
  const head = (await chains.findById(about.subject).lean())?.seq ?? 0;
  const projectId = about.kind === 'project' ? about.id : about.projectId;
  if (projectId === undefined) return { head, totals: {}, openCases: [] };
  const rows = await cases
    // A confidential case says nothing to others, not even that it is there.
    .find({ projectId, id: { $ne: about.id }, readers: { $exists: false } })
    .select({ caseType: 1, over: 1, status: 1, ended: 1, facts: 1 })
    .lean();
  const good = rows.filter((row) => row.ended.at(-1)?.good === true);
  const underway = rows.filter((row) => !row.over && row.status !== 'draft');
  const sums = totals.map(({ fact, caseType, field, underway: also }) => [
    fact,
    [...good, ...(also === true ? underway : [])]
      .filter((row) => row.caseType === caseType)
      .reduce((sum, row) => sum + fenOf(row.facts[field]), 0),
  ]);
  const openCases = rows.flatMap((row) => (row.over ? [] : (row.caseType ?? [])));
  const project = about.kind === 'case' ? await projectFacts(projectId) : undefined;
  return {
    head,
    totals: Object.fromEntries(sums) as Record<string, number>,
    openCases,
    ...(project ? { project } : {}),
  };
}

function fenOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

async function projectFacts(projectId: string): Promise<OutsideFacts['project']> {
  const run = await runs.findById(`project/${projectId}`).lean();
  if (run === null) return undefined;
  const { status, run: name, facts, materials, parties, participants, ended, owner } = run.state;
  return { status, run: name, facts, materials, parties, participants, ended, owner };
}
