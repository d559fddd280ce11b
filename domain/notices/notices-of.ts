/** Who has to be told of what a line of the record says. Pure: the same line always gives the same notices. */
import type { Pack } from '../pack/types';
import { actingKey } from '../people/vacancy';
import type { Entry, ProcessEvent } from '../project/events';
import { isOver } from '../project/life';
import { personKey } from '../project/task';
import type { ProcessState } from '../project/state';
import type { TaskRow } from '../project/view';
import { noticesOfClock } from './clock-notices';
import { labelOf, nameOf, stepOf } from './labels';
import type { Addressed, NoticeKind } from './notice';
import { textOf, titleOf, type Saying } from './words';

/** A line of the journal with its position in it. */
export type Line = Pick<Entry, 'at' | 'actor' | 'events'> & { readonly seq: number };

/** What the notices of a line are made with: the process and its tasks as they stand now, and its pack. */
export interface World {
  readonly state: ProcessState;
  readonly tasks: ReadonlyMap<string, TaskRow>;
  readonly pack: Pick<Pack, 'stages' | 'cases' | 'roles' | 'lifecycle'>;
}

type Told = Pick<Addressed, 'kind' | 'to'> & {
  readonly task?: TaskRow;
  /** What tells it from other notices of the line, where neither kind nor task does. */
  readonly mark?: string;
  readonly said?: string;
  readonly more?: Partial<Saying>;
};

/** All notices of one line; those of tasks that were dealt with meanwhile are left out. */
export function noticesOf(line: Line, world: World): Addressed[] {
  return line.events.flatMap((event) => toldOf(event, line, world).map((told) => address(told, line, world)));
}

function address({ kind, to, task, mark, said: words, more }: Told, line: Line, world: World): Addressed {
  const { state } = world;
  const confidential = state.readers !== undefined;
  const step = task === undefined ? undefined : stepOf(world.pack, task);
  const { id, name, system } = { system: line.actor.id === 'system', ...line.actor };
  return {
    key: [state.workflowId, String(line.seq), kind, task?.id ?? mark ?? ''].join('#'),
    kind,
    to,
    by: id,
    at: line.at,
    ...(task === undefined ? {} : { task: task.id }),
    title: titleOf(kind),
    text: textOf({
      process: nameOf(state),
      ...(step === undefined ? {} : { step }),
      ...(system ? {} : { by: name }),
      // What was said in a confidential matter is read there, not in a mailbox.
      ...(words === undefined || confidential ? {} : { said: words }),
      ...more,
    }),
  };
}

type EventOf<T extends ProcessEvent['type']> = Extract<ProcessEvent, { type: T }>;
type Teller<T extends ProcessEvent['type']> = (event: EventOf<T>, world: World, line: Line) => Told[];

const said = (words: string | undefined) => (words === undefined ? {} : { said: words });

/** Tells whoever can act on a task that is still open. */
const onTask = (kind: NoticeKind, id: string, { tasks }: World, words?: string): Told[] => {
  const task = tasks.get(id);
  return task?.status === 'open' ? [{ kind, to: actingKey(task), task, ...said(words) }] : [];
};

interface ToPerson {
  readonly kind: NoticeKind;
  readonly person: string;
  readonly task: string;
  readonly words: string | undefined;
}

/** Tells one person what another did at a task. */
const toPerson = ({ kind, person, task: id, words }: ToPerson, { tasks }: World): Told[] => {
  const task = tasks.get(id);
  return [
    { kind, to: personKey(person), mark: person, ...(task === undefined ? {} : { task }), ...said(words) },
  ];
};

const toOwner = ({ state }: World, told: Omit<Told, 'to'>): Told[] => [
  { ...told, to: personKey(state.owner.person.id) },
];

/** A return in the line, by the verb or by an outcome that starts another round, with what was said to it. */
function returnIn({ events }: Line): { readonly why: string } | undefined {
  const returned = events.find((event) => event.type === 'returned');
  if (returned !== undefined) return { why: returned.reason };
  if (!events.some(({ type }) => type === 'roundStarted')) return undefined;
  const decided = events.find((event) => event.type === 'decided');
  return { why: decided?.comment ?? '' };
}

/** What each event tells, and to whom; events that are not named tell nobody. */
const tellers: { readonly [T in ProcessEvent['type']]?: Teller<T> } = {
  stepOpened(event, world, line) {
    const back = returnIn(line);
    const kind = back === undefined ? 'taskOpened' : 'returned';
    return event.tasks.flatMap(({ id }) => onTask(kind, id, world, back?.why));
  },
  taskActivated: ({ task }, world) => onTask('taskOpened', task, world),
  signerAdded: ({ signer, reason }, world) => onTask('taskOpened', signer.id, world, reason),
  urged: ({ task, comment }, world) => onTask('urged', task, world, comment),
  taskReassigned: ({ to, task, reason }, world) =>
    toPerson({ kind: 'taskGiven', person: to.id, task, words: reason }, world),
  assigneeCorrected: ({ to, task, reason }, world) =>
    toPerson({ kind: 'taskGiven', person: to.id, task, words: reason }, world),
  delegated: ({ to, task, reason }, world) =>
    toPerson({ kind: 'delegated', person: to.id, task, words: reason }, world),
  handedBack: ({ to, task, comment }, world) =>
    toPerson({ kind: 'handedBack', person: to.id, task, words: comment }, world),
  copied: ({ to, task, comment }, world) =>
    toPerson({ kind: 'copied', person: to.id, task, words: comment }, world),
  consulted: ({ to, task, question }, world) =>
    toPerson({ kind: 'consulted', person: to.id, task, words: question }, world),
  answered({ task, person, comment }, world) {
    const copies = world.tasks.get(task)?.copiedTo ?? [];
    const asked = copies.find((copy) => copy.id === person.id && copy.question !== undefined);
    return asked === undefined
      ? []
      : toPerson({ kind: 'answered', person: asked.by.id, task, words: comment }, world);
  },
  applicantCorrected: ({ to, reason }) => [
    { kind: 'applicantGiven', to: personKey(to.id), mark: to.id, ...said(reason) },
  ],
  suspended: ({ reason }, world) => toOwner(world, { kind: 'suspended', said: reason }),
  resumed: ({ reason }, world) => toOwner(world, { kind: 'resumed', said: reason }),
  runEnded({ run, outcome }, world) {
    const more = { result: { zh: outcome, en: outcome }, step: labelOf(world.pack, run) };
    return toOwner(world, { kind: 'stageEnded', mark: run, more });
  },
  statusChanged: (event, world) =>
    isOver(event) ? toOwner(world, { kind: 'ended', ...said(event.reason) }) : [],
  documentIssued({ document }, world) {
    const { id, zh = document.document, en = zh, number = '' } = document;
    const result = { zh: `${zh} ${number}`.trim(), en: `${en} ${number}`.trim() };
    return toOwner(world, { kind: 'documentIssued', mark: id, more: { result } });
  },
  clockChanged: ({ key, change }, world) =>
    change.status === 'reached' ? noticesOfClock(key, change.overdue === true, world) : [],
};

function toldOf(event: ProcessEvent, line: Line, world: World): Told[] {
  // The table is typed by event; which row it is only the event knows.
  const teller = tellers[event.type] as ((...given: [ProcessEvent, World, Line]) => Told[]) | undefined;
  return teller?.(event, world, line) ?? [];
}
