/** How a case begins, whoever opens it: where it writes, who may read it, what it is called. Pure. */
import { defined } from '../defined';
import type { CaseType, PackRef, Rules } from '../pack/types';
import { keyOf } from '../route/open-step';
import type { Fields } from './commands';
import type { NewProcess, ProcessState } from './state';

export interface CaseOpening {
  readonly id: string;
  readonly type: string;
  readonly row: CaseType;
  readonly roles: Rules['roles'];
  readonly pack: PackRef;
  /** The project it is about; null: it stands alone. */
  readonly project: Pick<ProcessState, 'id' | 'subject' | 'parties' | 'jurisdiction'> | null;
  readonly jurisdiction: string;
  readonly owner: ProcessState['owner'];
  readonly facts: Fields;
  readonly at: string;
}

/** What the number of a case begins with: its project's, or the year's. */
export function casePrefix(type: string, project: { readonly id: string } | null, today: string): string {
  return project === null ? `C-${today.slice(0, 4)}-${type}` : `${project.id}-${type}`;
}

/**
 * The start of a case. It writes into its project's audit chain, or one of its own; a confidential one always keeps its
 * own, because whoever may read a project may read its chain.
 */
export function newCase(opening: CaseOpening): NewProcess {
  const { id, type, row, project, pack, owner, facts, at } = opening;
  const workflowId = `case/${id}`;
  const jurisdiction = project?.jurisdiction ?? opening.jurisdiction;
  const rules = { roles: opening.roles };
  const readers = row.readers?.map((role) =>
    keyOf(role, { jurisdiction, owner }, rules, project?.parties ?? {}),
  );
  return {
    workflowId,
    subject: project === null || readers !== undefined ? workflowId : project.subject,
    kind: 'case',
    id,
    name: `${row.zh ?? type} ${id}`,
    jurisdiction,
    caseType: type,
    pack,
    owner,
    facts,
    at,
    ...defined({ projectId: project?.id, parties: project?.parties, readers }),
  };
}
