/** Given what was done, when somebody acts, then events or refusal codes: drives the pure engine on legal time. */
import type { Calendar } from '../../domain/clocks/calendar';
import { startOfDay } from '../../domain/clocks/dates';
import type { Rules } from '../../domain/pack/types';
import type { Act, Actor, Fields, MaterialRef, TaskAct } from '../../domain/project/commands';
import type { Surroundings } from '../../domain/project/context';
import { decide as decideCommand } from '../../domain/project/decide';
import type { ProcessEvent } from '../../domain/project/events';
import { evolveEntry } from '../../domain/project/evolve';
import type { OutsideFacts } from '../../domain/project/outside';
import { newProcess, type NewProcess, type ProcessState, type Task } from '../../domain/project/state';
import type { Refusal } from '../../domain/refusals';

/** Weekends only, with the National Day week of 2026 and its make-up Saturday. */
export const calendar: Calendar = {
  version: '2026',
  years: {
    '2026': {
      off: ['01', '02', '03', '04', '05', '06', '07'].map((day) => `2026-10-${day}`),
      work: ['2026-10-10'],
    },
  },
};

/** A person who holds a post (`office`), or belongs to an organisation (`org:o1`). */
export function person(id: string, ...holds: string[]): Actor {
  const keys = holds.map((key) => (key.includes(':') ? key : `post:T/${key}`));
  return { id, name: id, org: 'o', keys };
}

export const owner = person('owner', 'org:o1');
export const colleague = person('colleague', 'org:o1');
export const office = person('office', 'office');
export const tech = person('tech', 'tech');
export const finance = person('finance', 'finance');
export const dataOffice = person('data', 'data');
export const planning = person('planning', 'planning');
export const contractor = person('contractor', 'org:c1');
export const supervisor = person('supervisor', 'org:s1');
export const expert1 = person('expert1', 'expert');
export const expert2 = person('expert2', 'expert');
export const admin: Actor = { ...person('admin'), admin: true };
export const engine: Actor = { ...person('engine'), system: true };

export interface Move {
  readonly by: Actor;
  readonly act: Act | ((state: ProcessState) => Act);
  /** Day (YYYY-MM-DD) or instant; the story stays there. */
  readonly on?: string;
  /** Facts outside the process as gathered from here on. */
  readonly outside?: OutsideFacts;
}

/** The task of a step at which this person may sit: open and theirs first. */
export function taskOf(state: ProcessState, step: string, by?: Actor): Task {
  const tasks = Object.values(state.tasks)
    .filter((each) => each.step === step)
    .reverse();
  const open = tasks.filter((each) => each.status === 'open');
  const own = open.find((each) => by !== undefined && by.keys.includes(each.key));
  const found = own ?? open.at(-1) ?? tasks[0];
  if (found === undefined) throw new Error(`no task of ${step} in ${state.run ?? '-'} ${state.status}`);
  return found;
}

type Brought = Omit<Extract<TaskAct, { type: 'decide' }>, 'type' | 'task' | 'outcome'>;

/** Decides the open task of a step. */
export function decides(by: Actor, step: string, outcome?: string, brought: Brought = {}): Move {
  const act = (state: ProcessState): Act => ({
    type: 'decide',
    task: taskOf(state, step, by).id,
    ...(outcome === undefined ? {} : { outcome }),
    ...brought,
  });
  return { by, act };
}

/** Any other act on the open task of a step. */
export function handles(
  by: Actor,
  type: 'claim' | 'release' | 'return' | 'comment',
  step: string,
  more: { comment?: string; to?: string } = {},
): Move {
  const { comment = '', to } = more;
  return {
    by,
    act: (state) => {
      const task = taskOf(state, step, by).id;
      if (type === 'claim' || type === 'release') return { type, task };
      return type === 'return' && to !== undefined ? { type, task, comment, to } : { type, task, comment };
    },
  };
}

/** An act on the process as a whole. */
export function acts(by: Actor, act: Act): Move {
  return { by, act };
}

/** The same move on another day. */
export function on(day: string, move: Move): Move {
  return { ...move, on: day };
}

/** A material as uploaded. */
export function paper(kind: string, fields: Fields = {}, version = 1): MaterialRef {
  const id = `${kind}-${String(version)}`;
  const uploadedAt = '2026-01-01T00:00:00Z';
  return {
    id,
    kind,
    version,
    sha256: `hash-${id}`,
    fileName: `${kind}.pdf`,
    fields,
    uploadedBy: 'x',
    uploadedAt,
  };
}

export const opens: Move = { by: engine, act: { type: 'open' } };

/** A good application of a software project. */
export const goodFacts: Fields = { budget: 10_000, securityCost: 500, software: true, hardware: false };
export const goodPapers = [paper('form'), paper('study', { chapter: true })];
export const submits: Move = acts(owner, { type: 'submit', fields: goodFacts, attach: goodPapers });
export const applied: readonly Move[] = [opens, submits, decides(office, 'check', 'complete')];

export interface Outcome {
  readonly events: readonly ProcessEvent[];
  readonly refusals: readonly Refusal[];
  /** Codes of the refusals; the unmet gates by code, a missing thing as `code:what`. */
  readonly codes: readonly string[];
  readonly unmet: readonly string[];
  readonly state: ProcessState;
}

export interface Story {
  readonly state: ProcessState;
  when(move: Move): Outcome;
  and(...moves: readonly Move[]): Story;
}

export interface Beginning {
  readonly process?: Partial<NewProcess>;
  readonly outside?: OutsideFacts;
  readonly start?: string;
}

const instant = (on: string): string => (on.length === 10 ? startOfDay(on) : on);

/** A process before its first command. */
export function unborn(rules: Rules, process: Partial<NewProcess> = {}): ProcessState {
  return newProcess({
    workflowId: 'project/P1',
    subject: 'project/P1',
    kind: 'project',
    id: 'P1',
    name: 'P',
    jurisdiction: 'T',
    pack: rules.pack,
    owner: { org: 'o1', orgZh: '处室', person: { id: 'owner', name: 'owner' } },
    facts: {},
    parties: { contractor: { org: 'c1', zh: '承建' }, supervisor: { org: 's1', zh: '监理' } },
    at: '2026-01-05T01:00:00Z',
    ...process,
  });
}

function tellFrom(state: ProcessState, around: Surroundings): Story {
  const try_ = (move: Move) => {
    const then = {
      ...around,
      ...(move.on === undefined ? {} : { now: instant(move.on) }),
      ...(move.outside === undefined ? {} : { outside: move.outside }),
    };
    const act = typeof move.act === 'function' ? move.act(state) : move.act;
    return { then, decision: decideCommand(state, { act, actor: move.by }, then) };
  };
  return {
    state,
    when(move) {
      const { then, decision } = try_(move);
      if ('events' in decision) {
        const { events } = decision;
        return {
          events,
          refusals: [],
          codes: [],
          unmet: [],
          state: evolveEntry(state, { at: then.now, events }),
        };
      }
      const { refusals } = decision;
      const gates = refusals.flatMap((refusal) => refusal.unmet ?? []);
      const unmet = gates.map(({ code, missing }) =>
        code.includes('/') ? `${code}:${missing.join()}` : code,
      );
      return { events: [], refusals, codes: refusals.map((refusal) => refusal.code), unmet, state };
    },
    and(...moves) {
      const [first, ...rest] = moves;
      if (first === undefined) return tellFrom(state, around);
      const { then, decision } = try_(first);
      if (!('events' in decision)) {
        throw new Error(`refused at ${state.run ?? '-'}: ${JSON.stringify(decision.refusals)}`);
      }
      const next = evolveEntry(state, { at: then.now, events: decision.events });
      return tellFrom(next, then).and(...rest);
    },
  };
}

/** A story under these rules: every move so far was accepted. */
export function given(
  rules: Rules,
  moves: readonly Move[] = [],
  { process, outside, start }: Beginning = {},
): Story {
  const around: Surroundings = {
    rules,
    calendar,
    now: instant(start ?? '2026-01-05'),
    ...(outside === undefined ? {} : { outside }),
  };
  return tellFrom(unborn(rules, process), around).and(...moves);
}
