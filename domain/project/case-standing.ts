/** Whether other processes must reckon with a case: what handed in, under way and standing mean, for every count and every bar. Pure. */
import type { EndedRun, Status } from './state';

/** What must be known of a case to say so. */
export interface CaseStanding {
  readonly status: Status;
  readonly over: boolean;
  readonly ended: readonly Pick<EndedRun, 'good'>[];
}

/** True once somebody decided anything in it: a draft says nothing to others yet, whoever opened it. */
export function isHandedIn({ status }: Pick<CaseStanding, 'status'>): boolean {
  return status !== 'draft';
}

/** True while it is handed in and not over. */
export function isUnderway(row: Pick<CaseStanding, 'status' | 'over'>): boolean {
  return !row.over && isHandedIn(row);
}

/** True when it ended well, or is under way: neither a draft, nor refused, withdrawn or ended otherwise. */
export function stands(row: CaseStanding): boolean {
  return row.ended.at(-1)?.good === true || isUnderway(row);
}

/**
 * True while the case bars what waits for its end: it is under way, or it is due. `isDue` says that the pack let it
 * open by itself; what a person opened and did not hand in bars nothing, for anybody might open it and leave it there.
 */
export function isOpenCase(row: Pick<CaseStanding, 'status' | 'over'>, isDue: boolean): boolean {
  return isUnderway(row) || (isDue && !row.over);
}
