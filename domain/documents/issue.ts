/** Official documents as events: what was issued when, under which number. Number, code and names are given when it is recorded. */
import { defined } from '../defined';
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

/** Codes by the id of the document that a reader can check with them. */
export type Codes = Readonly<Record<string, string>>;

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

/** The ids of the documents these events issue that have no code yet, in order. */
export function openCodes(events: readonly ProcessEvent[]): string[] {
  return events.flatMap((event) =>
    event.type === 'documentIssued' && event.document.code === undefined ? [event.document.id] : [],
  );
}

/** What the organisations that a document names were called when it was issued, by the id of the document. */
export type NamesAtIssue = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What documents are given with the record of the decision that issues them. */
export interface GivenAtIssue {
  readonly numbers?: Numbers;
  readonly codes?: Codes;
  readonly names?: NamesAtIssue;
}

function marked(document: IssuedDocument, { numbers, codes, names }: GivenAtIssue): IssuedDocument {
  const { id } = document;
  return { ...document, ...defined({ number: numbers?.[id], code: codes?.[id], names: names?.[id] }) };
}

/** The same entries with what was given to the documents they issue. */
export function numberEntries<T extends { readonly events: readonly ProcessEvent[] }>(
  entries: readonly T[],
  given: GivenAtIssue,
): readonly T[] {
  return entries.map((entry) => ({
    ...entry,
    events: entry.events.map((event) =>
      event.type === 'documentIssued' ? { ...event, document: marked(event.document, given) } : event,
    ),
  }));
}

/** The same documents (of a state or a view) with what was given to them. */
export function numberDocuments<T extends Pick<ProcessState, 'documents'>>(
  holder: T,
  given: GivenAtIssue,
): T {
  if (holder.documents === undefined || Object.keys(given).length === 0) return holder;
  return { ...holder, documents: holder.documents.map((each) => marked(each, given)) };
}
