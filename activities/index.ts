/** The activities of every workflow: thin, idempotent by business key. */
import type { Calendar } from '../domain/clocks/calendar';
import { caseRules, sliceRules } from '../domain/pack/slice';
import type { PackRef, Rules } from '../domain/pack/types';
import type { AskedOutside, OutsideFacts } from '../domain/project/outside';
import type { ProcessState } from '../domain/project/state';
import { loadCalendar } from '../models/calendars';
import { exportHeads, type HeadsTarget } from '../models/chain-heads';
import { gatherOutsideFacts } from '../models/outside-facts';
import { findPack } from '../models/packs';
import {
  appendRecord,
  readJournal,
  type RecordedEntry,
  type RecordInput,
  type RecordOutcome,
} from '../models/record';
import { requireReconciled } from '../models/restore-mark';

export interface LoadedRules {
  readonly rules: Rules;
  readonly calendar: Calendar;
}

/** Loads the rules of one run or case from the pinned pack, and the calendar of its place; a pack whose hash differs is a broken invariant. */
export async function loadRules(
  ref: PackRef,
  place: { run: string } | { caseType: string },
  jurisdiction?: string,
): Promise<LoadedRules> {
  const published = await findPack(ref.id, ref.version);
  if (published?.ref.hash !== ref.hash)
    throw new Error(`pack ${ref.id}@${ref.version} is not stored with hash ${ref.hash}`);
  const { pack } = published;
  const rules = 'run' in place ? sliceRules(pack, place.run) : caseRules(pack, place.caseType);
  return { rules, calendar: await loadCalendar(jurisdiction) };
}

/** One write to the record, for the log: which commands of which workflow, and what became of them. */
export interface RecordTold {
  readonly workflowId: string;
  readonly commandIds: readonly string[];
  readonly outcome: RecordOutcome['status'];
}

/** Binds the activities to where signed chain heads go, and to who is told of every write. */
export function createActivities(heads: HeadsTarget, tell: (line: RecordTold) => void = () => undefined) {
  return {
    loadRules,
    /**
     * Writes decisions by compare-and-append; calling it again with the same input writes nothing twice. On a restored
     * database it throws, and is tried again, until `reconcile` has passed: clocks and effects know of no closed door.
     */
    record: async (input: RecordInput): Promise<RecordOutcome> => {
      await requireReconciled();
      const outcome = await appendRecord(input);
      const commandIds = input.entries.map(({ commandId }) => commandId);
      tell({ workflowId: input.workflowId, commandIds, outcome: outcome.status });
      return outcome;
    },
    /** Journal entries after a position. */
    catchUp: (workflowId: string, afterSeq: number): Promise<RecordedEntry[]> =>
      readJournal(workflowId, afterSeq),
    /** Facts outside the process, with the head they were read at. */
    gatherFacts: (
      about: Pick<ProcessState, 'kind' | 'id' | 'projectId' | 'subject'>,
      asked: AskedOutside,
    ): Promise<OutsideFacts> => gatherOutsideFacts(about, asked),
    /** Signs and exports the heads of all chains; once a day is enough, more often does no harm. */
    exportChainHeads: (now: string): Promise<number> => exportHeads(heads, now),
  };
}

export type Activities = ReturnType<typeof createActivities>;
