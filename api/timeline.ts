/** Tells a process's story from its audit lines: what happened, what is open, what is still to come; and what changed since a round. */
import { explainClock, type Words } from '../domain/clocks/explain';
import type { Fields, MaterialRef } from '../domain/project/commands';
import type { Entry, ProcessEvent } from '../domain/project/events';
import type { ClockState, ProcessState } from '../domain/project/state';
import { isLive } from '../domain/project/task';
import { courseOf, type Bodies } from './course';

export interface TimelineItem {
  /** `skipped`: passed by without being opened; `neverReached`: still ahead when the process ended. */
  readonly when: 'past' | 'present' | 'skipped' | 'predicted' | 'neverReached';
  readonly what: string;
  readonly at: string | null;
  readonly by: { readonly id: string; readonly name: string; readonly org: string } | null;
  readonly [more: string]: unknown;
}

export type Line = Pick<Entry, 'at' | 'actor' | 'action' | 'events'> & { readonly seq: number };

/** Bookkeeping that says nothing to a reader of the story. */
const silent = new Set<ProcessEvent['type']>(['participated', 'taskActivated', 'tasksCancelled']);

function told(event: ProcessEvent): Readonly<Record<string, unknown>> {
  if (event.type === 'stepOpened') {
    const tasks = event.tasks.map(({ id, role, assignee }) => ({ id, role, assignee: assignee ?? null }));
    return { phase: event.phase, step: event.step, tasks };
  }
  if (event.type === 'created')
    return { name: event.process.name, owner: event.process.owner, pack: event.process.pack };
  if (event.type === 'clockStarted')
    return {
      clock: event.clock.name,
      due: event.clock.due,
      why: event.clock.why,
    };
  if (event.type === 'materialsAttached') return { materials: event.materials.map(shortMaterial) };
  const { type: _type, ...rest } = event;
  return rest;
}

function shortMaterial({
  id,
  kind,
  version,
  sha256,
  fileName,
}: MaterialRef): Readonly<Record<string, unknown>> {
  return { id, kind, version, sha256, fileName };
}

/** The words for a clock that an event starts or gives another date; remembers each clock as the events leave it. */
function explained(event: ProcessEvent, clocks: Map<string, ClockState>): { readonly explain?: Words } {
  if (event.type === 'clockStarted') clocks.set(event.clock.key, event.clock);
  if (event.type !== 'clockStarted' && event.type !== 'clockChanged') return {};
  const key = event.type === 'clockStarted' ? event.clock.key : event.key;
  const known = clocks.get(key);
  if (known === undefined) return {};
  const clock = event.type === 'clockChanged' ? { ...known, ...event.change } : known;
  clocks.set(key, clock);
  const isDated = event.type === 'clockStarted' || event.change.due !== undefined;
  return isDated ? { explain: explainClock(clock) } : {};
}

function past(lines: readonly Line[]): TimelineItem[] {
  const clocks = new Map<string, ClockState>();
  const taskSteps = new Map<string, { step: string; role: string }>();
  return lines.flatMap((line) =>
    line.events.flatMap((event): TimelineItem[] => {
      if (event.type === 'stepOpened')
        for (const { id, step, role } of event.tasks) taskSteps.set(id, { step, role });
      if (silent.has(event.type)) return [];
      const place = 'task' in event ? taskSteps.get(event.task) : undefined;
      return [
        {
          when: 'past',
          what: event.type,
          at: line.at,
          by: line.actor,
          seq: line.seq,
          ...place,
          ...told(event),
          ...explained(event, clocks),
        },
      ];
    }),
  );
}

function present(state: ProcessState): TimelineItem[] {
  return Object.values(state.tasks)
    .filter(isLive)
    .map(({ id, step, role, status, openedAt, assignee }) => ({
      when: 'present',
      what: status,
      at: openedAt,
      by: null,
      task: id,
      step,
      role,
      assignee: assignee ?? null,
    }));
}

/** Past, present, skipped and what is still to come (or never came to be), in this order. */
export function timelineOf(lines: readonly Line[], state: ProcessState, pack: Bodies): TimelineItem[] {
  return [...past(lines), ...present(state), ...courseOf(lines, state, pack)];
}

export interface Change {
  readonly what: 'fact' | 'material' | 'party' | 'waiver';
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly at: string;
  readonly by: string;
}

type Declared = Pick<Change, 'what' | 'name' | 'after'>;

const factsSet = (facts: Fields): Declared[] =>
  Object.entries(facts).map(([name, after]) => ({ what: 'fact', name, after }));

function changesIn(event: ProcessEvent): Declared[] {
  if (event.type === 'created') return factsSet(event.process.facts);
  if (event.type === 'factsDeclared') return factsSet(event.facts);
  if (event.type === 'partyBound') return [{ what: 'party', name: event.role, after: event.org }];
  if (event.type === 'gateWaived') return [{ what: 'waiver', name: event.code, after: event.reason }];
  if (event.type !== 'materialsAttached') return [];
  return event.materials.map((material) => ({
    what: 'material',
    name: material.kind,
    after: { ...shortMaterial(material), fields: material.fields },
  }));
}

/** The seq of the line that opened a round of a run (round 1: its entry); 0 when there was no such round. */
function startOf(lines: readonly Line[], run: string | null, round: number): number {
  const starts = lines.filter(({ events }) =>
    events.some(
      (event) =>
        (event.type === 'roundStarted' || event.type === 'runEntered') &&
        event.run === run &&
        event.round === round,
    ),
  );
  return starts.at(-1)?.seq ?? 0;
}

/** What was declared, attached, bound or waived after a round of the present run ended, with the values before. */
export function changesSince(lines: readonly Line[], run: string | null, sinceRound: number): Change[] {
  const from = startOf(lines, run, sinceRound + 1) || (sinceRound === 0 ? 0 : Number.MAX_SAFE_INTEGER);
  const values = new Map<string, unknown>();
  const changes: Change[] = [];
  for (const line of lines) {
    for (const { what, name, after } of line.events.flatMap(changesIn)) {
      const before = values.get(`${what} ${name}`) ?? null;
      values.set(`${what} ${name}`, after);
      if (line.seq < from || JSON.stringify(before) === JSON.stringify(after)) continue;
      changes.push({ what, name, before, after, at: line.at, by: line.actor.name });
    }
  }
  return changes;
}
