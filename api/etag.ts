/** Versions of what was read: the journal sequence as ETag, and the refusal of a stale If-Match. */
import { problem } from './problem';

/** The ETag of a process at a journal position. */
export function etagOf(seq: number): string {
  return `"${String(seq)}"`;
}

/** Refuses with precondition/stale when none of the named versions is the present one. */
export function requireFresh(ifMatch: string | null, seq: number): void {
  if (ifMatch === null || ifMatch.trim() === '*') return;
  const named = ifMatch.split(',').map((tag) => tag.trim());
  if (!named.includes(etagOf(seq))) throw problem('precondition/stale', { present: etagOf(seq), ifMatch });
}
