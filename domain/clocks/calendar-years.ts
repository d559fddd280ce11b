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
