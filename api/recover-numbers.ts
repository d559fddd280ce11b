/** Numbers that recovered processes and their documents carry: their counters must not give them again. */
import { dateOf } from '../domain/clocks/dates';
import { scopeOf } from '../domain/documents/issue';
import type { ProcessEvent } from '../domain/project/events';
import type { ProcessState } from '../domain/project/state';
import { holdNumber, type Reserved } from '../models/counters';
import { findPack } from '../models/packs';
import type { HeldEntry } from '../workflows/messages';

/** The place in a counter that a number was made from, or null when it does not come from this scope. */
export function placeIn(scope: string, number: string): number | null {
  const parts = scope
    .split(/\{seq(?::\d)?\}/u)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/gu, '\\$&'));
  const digits = new RegExp(`^${parts.join('(\\d+)')}$`, 'u').exec(number)?.[1];
  return digits === undefined ? null : Number(digits);
}

function reserved(counter: string, scope: string, number: string): Reserved[] {
  const seq = placeIn(scope, number);
  return seq === null ? [] : [{ scope: counter, seq }];
}

async function ofProcess({ kind, id, pack, createdAt }: ProcessState): Promise<Reserved[]> {
  if (kind === 'case') {
    const scope = id.replace(/-\d+$/u, '');
    return reserved(scope, `${scope}-{seq}`, id);
  }
  const pattern = (await findPack(pack.id, pack.version))?.pack.numbering.project;
  if (pattern === undefined) return [];
  const scope = scopeOf(pattern, dateOf(createdAt).slice(0, 4));
  return reserved(scope, scope, id);
}

function ofDocument(event: ProcessEvent, jurisdiction: string): Reserved[] {
  if (event.type !== 'documentIssued') return [];
  const { scope, number } = event.document;
  if (scope === undefined || number === undefined) return [];
  return reserved(`document/${jurisdiction}/${scope}`, scope, number);
}

/** Marks every number in recovered entries as given. */
export async function holdNumbers(start: ProcessState, entries: readonly HeldEntry[]): Promise<void> {
  const opening = entries.find(({ seq }) => seq === 1);
  if (opening !== undefined)
    for (const number of await ofProcess(start)) await holdNumber(opening.entry.commandId, number);
  for (const { entry } of entries)
    for (const event of entry.events)
      for (const number of ofDocument(event, start.jurisdiction)) await holdNumber(null, number);
}
