/** Gathers the facts that lie outside one process, with the chain head they were read at. */
import { isOpenCase, isUnderway, stands } from '../domain/project/case-standing';
import type { AskedOutside, OutsideFacts } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import { sumOf } from '../domain/project/totals';
import { twinOf, type Twin, type TwinQuestion } from '../domain/project/twins';
import { countCases } from './case-counts';
import { cases, chains, records, runs } from './process-schemas';

type About = Pick<ProcessState, 'kind' | 'id' | 'projectId' | 'subject'>;

/**
 * Reads the head first: if anything about the subject is recorded while the rest is read, the head has moved when the
 * decision is recorded, and it is made again.
 */
export async function gatherOutsideFacts(
  about: About,
  { totals, orders, counts: figures, twin }: AskedOutside,
): Promise<OutsideFacts> {
  const head = (await chains.findById(about.subject).lean())?.seq ?? 0;
  const projectId = about.kind === 'project' ? about.id : about.projectId;
  const others = {
    ...(twin === undefined ? {} : { twins: await twinsOf(about.id, twin) }),
    ...(figures.length === 0 ? {} : { counts: await countCases(figures) }),
  };
  if (projectId === undefined) return { head, totals: {}, openCases: [], ...others };
  const rows = await cases
    // A confidential case says nothing to others, not even that it is there.
    .find({ projectId, id: { $ne: about.id }, readers: { $exists: false } })
    .select({ workflowId: 1, caseType: 1, over: 1, status: 1, ended: 1, facts: 1 })
    .lean();
  const sums = totals.map((total) => [total.fact, sumOf(total, rows)]);
  const due = await openedByThemselves(rows.filter((row) => !row.over && !isUnderway(row)));
  const openCases = rows.flatMap((row) =>
    isOpenCase(row, due.has(row.workflowId)) ? (row.caseType ?? []) : [],
  );
  const project = about.kind === 'case' ? await projectFacts(projectId) : undefined;
  return {
    head,
    totals: Object.fromEntries(sums) as Record<string, number>,
    openCases: [...openCases, ...(await openOrders(projectId, orders))],
    ...others,
    ...(project ? { project } : {}),
  };
}

/** Which of these drafts the pack let open (an evaluation that is due, a follow-up): the first line of their journal says so. */
async function openedByThemselves(drafts: readonly { readonly workflowId: string }[]): Promise<Set<string>> {
  if (drafts.length === 0) return new Set();
  const workflowId = { $in: drafts.map((draft) => draft.workflowId) };
  const lines = await records
    .find({ workflowId, workflowSeq: 1, 'actor.id': 'system' })
    .select({ workflowId: 1 })
    .lean();
  return new Set(lines.map((line) => line.workflowId));
}

async function projectFacts(projectId: string): Promise<OutsideFacts['project']> {
  const run = await runs.findById(`project/${projectId}`).lean();
  if (run === null) return undefined;
  const { status, run: name, facts, materials, parties, participants, ended, owner } = run.state;
  const applicants = [owner.person.id, ...(run.state.applicantsBefore ?? [])];
  return { status, run: name, facts, materials, parties, participants, ended, owner, applicants };
}

/** Which of these (`case.fact`) an open case of the jurisdiction answers to: handed in, not over, naming the project's owner. */
async function openOrders(projectId: string, orders: readonly string[]): Promise<string[]> {
  if (orders.length === 0) return [];
  const run = await runs
    .findById(`project/${projectId}`)
    .select({ 'state.owner': 1, 'state.jurisdiction': 1 })
    .lean();
  if (run === null) return [];
  const { owner, jurisdiction } = run.state;
  const rows = await cases
    .find({
      jurisdiction,
      over: false,
      caseType: { $in: orders.flatMap((order) => order.split('.').slice(0, 1)) },
      readers: { $exists: false },
    })
    .select({ caseType: 1, over: 1, status: 1, facts: 1 })
    .lean();
  const issued = rows.filter(isUnderway);
  return orders.filter((order) => {
    const [type, fact = ''] = order.split('.');
    return issued.some((row) => row.caseType === type && row.facts[fact] === owner.org);
  });
}

/** Cases that stand and say what is asked for, in whatever spelling: so they are compared here, not by the database. */
async function twinsOf(id: string, question: TwinQuestion): Promise<Twin[]> {
  const { jurisdiction, caseType, said } = question;
  const names = Object.keys(said).map((name) => [`facts.${name}`, 1] as const);
  const rows = cases
    .find({ jurisdiction, caseType, id: { $ne: id }, readers: { $exists: false } })
    .select({ id: 1, over: 1, status: 1, ended: 1, ...Object.fromEntries(names) })
    .lean()
    .cursor();
  const found: Twin[] = [];
  for await (const row of rows) {
    const same = stands(row) ? twinOf({ id: row.id, facts: row.facts }, question) : undefined;
    if (same !== undefined) found.push(same);
  }
  return found;
}
