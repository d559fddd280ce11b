/** Whether an official document still stands, by what the record says after it. Pure. */
import type { ProcessEvent } from '../project/events';
import type { IssuedDocument } from '../project/follow-ups';
import type { Status } from '../project/state';

/** Ends after which what was granted before them is of no force. */
const voiding: readonly Status[] = ['withdrawn', 'terminated', 'expired'];

interface Line {
  readonly events: readonly ProcessEvent[];
}

export interface Standing<T extends Line> {
  readonly document: IssuedDocument;
  /** The line that issued it. */
  readonly line: T;
  /** False once a later document of its kind and run took its place, or its process was withdrawn, terminated or has expired. */
  readonly stands: boolean;
}

function issuedIn({ events }: Line): IssuedDocument[] {
  return events.flatMap((event) => (event.type === 'documentIssued' ? [event.document] : []));
}

/** A document that tells of the end is issued in the line of the end: only later lines void it. */
function voids(later: Line, document: IssuedDocument): boolean {
  const ends = later.events.some((event) => event.type === 'statusChanged' && voiding.includes(event.status));
  return (
    ends || issuedIn(later).some((each) => each.document === document.document && each.run === document.run)
  );
}

/** The document of a process that bears a code, and whether it stands; undefined when none does. `lines` are all of the process, oldest first. */
export function standingOf<T extends Line>(lines: readonly T[], code: string): Standing<T> | undefined {
  for (const [index, line] of lines.entries()) {
    const document = issuedIn(line).find((each) => each.code === code);
    if (document === undefined) continue;
    return { document, line, stands: !lines.slice(index + 1).some((later) => voids(later, document)) };
  }
  return undefined;
}
