/** Notices of clocks: when one comes, and the reminders before and after. What happens at the end is the pack's. */
import { isLate } from '../clocks/clock-state';
import { workingDaysUntil, type Calendar } from '../clocks/calendar';
import { actingKey } from '../people/vacancy';
import type { Effect } from '../pack/types';
import type { ClockState } from '../project/state';
import { keyOf } from '../route/open-step';
import { personKey } from '../project/task';
import { nameOf, wordsOr } from './labels';
import type { Addressed, NoticeKind } from './notice';
import type { World } from './notices-of';
import { textOf, titleOf, type Saying } from './words';

type Escalation = Extract<Effect, { do: 'escalate' }>;

interface Told {
  readonly kind: NoticeKind;
  readonly to: string;
  readonly mark: string;
  readonly more: Partial<Saying>;
}

/** Working days before the last day on which people are reminded. */
const soonDays = 3;
/** Working days between two reminders of what is overdue. */
const againDays = 5;

function escalationsOf({ run, name }: ClockState, { pack }: World): Escalation[] {
  const then = (pack.stages[run] ?? pack.cases[run])?.clocks[name]?.then ?? [];
  return then.filter((effect): effect is Escalation => effect.do === 'escalate');
}

/** Whoever can act on the open tasks of the clock's run, and whoever applied. */
function concerned({ run }: ClockState, { state, tasks }: World): string[] {
  const open = [...tasks.values()].filter((task) => task.run === run && task.status === 'open');
  return [...new Set([...open.map(actingKey), personKey(state.owner.person.id)])];
}

function tell(clock: ClockState, kind: NoticeKind, keys: readonly string[], occasion: string): Told[] {
  const more = { clock: { ...wordsOr(clock, clock.name), due: clock.due } };
  return keys.map((to) => ({ kind, to, mark: [clock.key, clock.due, occasion, to].join('/'), more }));
}

function levels(clock: ClockState, world: World, isTurn: (after: number) => boolean): Told[] {
  const { state, pack } = world;
  return escalationsOf(clock, world)
    .filter(({ after = 0 }) => isTurn(after))
    .flatMap(({ role, after = 0 }) =>
      tell(clock, 'escalated', [keyOf(role, state, pack, state.parties)], `${role}+${String(after)}`),
    );
}

/** A clock has come: whoever has to act hears of it, and the levels that the pack names for that day. */
export function noticesOfClock(key: string, overdue: boolean, world: World): Told[] {
  const clock = world.state.clocks[key];
  if (clock?.status !== 'reached') return [];
  if (!overdue) return tell(clock, 'clockReached', [personKey(world.state.owner.person.id)], 'reached');
  return [
    ...tell(clock, 'overdue', concerned(clock, world), 'reached'),
    ...levels(clock, world, (after) => after === 0),
  ];
}

function ofRunning(clock: ClockState, world: World, left: number): Told[] {
  if (left > soonDays || left < 0) return [];
  const kind = left === 0 ? 'dueToday' : 'dueSoon';
  return tell(clock, kind, concerned(clock, world), kind);
}

function ofOverdue(clock: ClockState, world: World, late: number): Told[] {
  const times = Math.floor(late / againDays);
  const again =
    times === 0 ? [] : tell(clock, 'overdue', concerned(clock, world), `again+${String(times * againDays)}`);
  return [...again, ...levels(clock, world, (after) => after > 0 && after <= late)];
}

/**
 * Reminders of a day (YYYY-MM-DD): three working days before a deadline, on its last day, every five working days
 * after it, and the later levels of escalation. Each has a key of its own, so a day that is looked at twice tells once.
 */
export function remindersOf(world: World, { today, at }: { today: string; at: string }, calendar: Calendar) {
  const { state } = world;
  const deadlines = Object.values(state.clocks).filter(
    ({ kind }) => kind === 'deadline' || kind === 'window',
  );
  return deadlines.flatMap((clock): Addressed[] => {
    const left = workingDaysUntil(calendar, today, clock.due);
    const told =
      clock.status === 'running'
        ? ofRunning(clock, world, left)
        : isLate(clock)
          ? ofOverdue(clock, world, -left)
          : [];
    return told.map(({ kind, to, mark, more }) => ({
      key: [state.workflowId, 'clock', kind, mark].join('#'),
      kind,
      to,
      by: null,
      at,
      title: titleOf(kind),
      text: textOf({ process: nameOf(state), ...more }),
    }));
  });
}
