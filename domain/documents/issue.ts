/** Official documents as events: what was issued when, under which number. The number itself is taken when it is recorded. */
import type { ProcessEvent } from '../project/events';
import type { IssuedDocument } from '../project/follow-ups';
import type { ProcessState } from '../project/state';

/** A document that waits for its number. `scope` is the pattern with its year filled in. */
export interface OpenNumber {
  readonly id: string;
  readonly scope: string;
}

/** Numbers by the id of the document that carries them. */
export type Numbers = Readonly<Record<string, string>>;

/** The counter a pattern counts in: the pattern with its year filled in. */
export function scopeOf(pattern: string, year: string): string {
  return pattern.replaceAll('{year}', year);
}

/** The number of a place in a counter: `{seq}`, or `{seq:4}` padded to four digits. */
export function numberOf(scope: string, seq: number): string {
  return scope.replace(/\{seq(?::(\d))?\}/gu, (_all, width: string | undefined) =>
    String(seq).padStart(Number(width ?? 1), '0'),
  );
}

/** The documents these events issue that have no number yet, in order. */
export function openNumbers(events: readonly ProcessEvent[]): OpenNumber[] {
  return events.flatMap((event) =>
    event.type === 'documentIssued' &&
    event.document.scope !== undefined &&
    event.document.number === undefined
      ? [{ id: event.document.id, scope: event.document.scope }]
      : [],
  );
}

function numbered(document: IssuedDocument, numbers: Numbers): IssuedDocument {
  const number = numbers[document.id];
  return number === undefined ? document : { ...document, number };
}

/** The same entries with the numbers that were taken for the documents they issue. */
export function numberEntries<T extends { readonly events: readonly ProcessEvent[] }>(
  entries: readonly T[],
  numbers: Numbers,
): readonly T[] {
  return entries.map((entry) => ({
    ...entry,
    events: entry.events.map((event) =>
      event.type === 'documentIssued' ? { ...event, document: numbered(event.document, numbers) } : event,
    ),
  }));
}

/** The same documents (of a state or a view) with their numbers. */
export function numberDocuments<T extends Pick<ProcessState, 'documents'>>(holder: T, numbers: Numbers): T {
  if (holder.documents === undefined || Object.keys(numbers).length === 0) return holder;
  return { ...holder, documents: holder.documents.map((each) => numbered(each, numbers)) };
}
