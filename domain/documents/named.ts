/** Which organisations an official document may name: those that stand in the facts when it is issued, and its addressee. Pure. */
import type { Entry } from '../project/events';
import { evolve, evolveEntry } from '../project/evolve';
import type { IssuedDocument } from '../project/follow-ups';
import { newProcess, type ProcessState } from '../project/state';

type Line = Pick<Entry, 'at' | 'events'>;

/** A document with the process as it stood when it was issued. */
export interface Issue<L extends Line = Line> {
  readonly document: IssuedDocument;
  readonly line: L;
  readonly state: ProcessState;
}

/** Every document that these lines issue, in order. `before` is the process before the first; absent when that one creates it. */
export function issuesIn<L extends Line>(lines: readonly L[], before?: ProcessState): Issue<L>[] {
  const created = lines[0]?.events[0];
  let state = before ?? (created?.type === 'created' ? newProcess(created.process) : undefined);
  const found: Issue<L>[] = [];
  for (const line of lines) {
    if (state === undefined) return [];
    let within: ProcessState = state;
    for (const event of line.events) {
      within = evolve(within, event, line.at);
      if (event.type === 'documentIssued') found.push({ document: event.document, line, state: within });
    }
    state = evolveEntry(state, line);
  }
  return found;
}

/** Ids of the organisations that a document may name: whatever its facts say in words, and whom it is addressed to. */
export function idsNamedIn({ document, state }: Pick<Issue, 'document' | 'state'>): string[] {
  const said = Object.values(state.facts).filter((value) => typeof value === 'string');
  return [...new Set([...said, ...(document.to === undefined ? [] : [document.to])])];
}
