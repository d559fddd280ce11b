/** A published calendar reaches a process: it counts with it from now on, and every running clock is counted anew. Pure. */
import { newerYears, withYears } from '../clocks/calendar-years';
import { recountClocks } from '../route/clock-events';
import { emit, type Draft } from '../route/draft';
import { refuse, type Refusal } from '../refusals';
import type { Actor, SystemAct } from './commands';

/**
 * Takes newer years in and changes the clocks whose date, or whose being provisional, they change. Refuses whoever is not
 * the engine, and years that the process holds already.
 */
export function adoptCalendar(
  draft: Draft,
  act: Extract<SystemAct, { type: 'calendarPublished' }>,
  actor: Actor,
): Refusal[] {
  const { calendar } = draft.around;
  const years = newerYears(calendar, act.years);
  if (actor.system !== true || Object.keys(years).length === 0)
    return [refuse('project/illegal-action', { action: 'calendarPublished', calendar: calendar.version })];
  emit(draft, { type: 'calendarAdopted', years });
  recountClocks(draft, withYears(calendar, years));
  return [];
}
