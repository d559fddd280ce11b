/** Joins published years into one calendar, lays a jurisdiction's own days over the nation's, and takes newer years in. Pure. */
import type { Calendar, CalendarYear } from './calendar';

/** One published year of the nation, or the days of one jurisdiction. */
export interface PublishedYear {
  readonly year: number;
  readonly off: readonly string[];
  readonly work: readonly string[];
  readonly version: string;
  readonly revision: number;
}

function tableOf({ off, work, version, revision }: PublishedYear): CalendarYear {
  return { off, work, version, revision };
}

/** The nation's year with a jurisdiction's own days: what the jurisdiction says of a day holds there. */
function overlaid(nation: CalendarYear, own: PublishedYear): CalendarYear {
  return {
    off: [...nation.off.filter((day) => !own.work.includes(day)), ...own.off].sort(),
    work: [...nation.work.filter((day) => !own.off.includes(day)), ...own.work].sort(),
    version: `${nation.version ?? ''}+${own.version}`,
    revision: (nation.revision ?? 1) + own.revision,
  };
}

/** The calendar of one place. A year of which only the place's own days are known stays unknown: dates in it are provisional. */
export function joinYears(nation: readonly PublishedYear[], own: readonly PublishedYear[] = []): Calendar {
  const sorted = [...nation].sort((a, b) => a.year - b.year);
  const years = sorted.map((each): [string, CalendarYear] => {
    const local = own.find(({ year }) => year === each.year);
    return [String(each.year), local === undefined ? tableOf(each) : overlaid(tableOf(each), local)];
  });
  return {
    version: years.map(([, { version = '' }]) => version).join('+'),
    years: Object.fromEntries(years),
  };
}

/** Those of the years that the calendar does not hold, or holds in an older revision. */
export function newerYears(
  calendar: Calendar,
  years: Readonly<Record<string, CalendarYear>>,
): Readonly<Record<string, CalendarYear>> {
  const revisionOf = (year: string) => {
    const known = Object.hasOwn(calendar.years, year) ? calendar.years[year] : undefined;
    // Calendars of older records do not say their revision: it was the first.
    return known === undefined ? 0 : (known.revision ?? 1);
  };
  return Object.fromEntries(
    Object.entries(years).filter(([year, { revision = 1 }]) => revision > revisionOf(year)),
  );
}

/** The calendar with newer years taken in; the same one when none is newer. */
export function withYears(
  calendar: Calendar,
  years: Readonly<Record<string, CalendarYear>> | undefined,
): Calendar {
  const newer = newerYears(calendar, years ?? {});
  if (Object.keys(newer).length === 0) return calendar;
  const isReplaced = (part: string) => Object.keys(newer).some((year) => part.startsWith(year));
  const kept = calendar.version.split('+').filter((part) => part !== '' && !isReplaced(part));
  const added = Object.entries(newer).map(([year, { version }]) => version ?? year);
  return { version: [...kept, ...added].sort().join('+'), years: { ...calendar.years, ...newer } };
}
