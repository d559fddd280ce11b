/** Tells open processes, a page at a time, that a year of the calendar was published. Idempotent by year, revision and process. */
import { Context } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import type { CalendarYear } from '../domain/clocks/calendar';
import { loadCalendar, noteTold } from '../models/calendars';
import { pageOpenPlaces, type OpenPlace } from '../models/operations-reads';
import { findByCommand } from '../models/records';
import { requireReconciled } from '../models/restore-mark';
import { commandOf, deliver, senderWithin } from './deliver';

/** Processes of one page, and how many of them are told at once: people's decisions go on meanwhile. */
const pageSize = 50;
const atOnce = 5;
/** A process that does not answer by then is told in a later round. */
const answerMs = 10_000;

/** Which table: a year of the nation, or the own days of one jurisdiction. */
export interface NewsOf {
  readonly year: number;
  readonly jurisdiction: string | null;
  readonly revision: number;
}

export interface NewsPage {
  /** Where to go on, or null at the end. */
  readonly next: string | null;
  /** Processes that took it in now. */
  readonly told: number;
  /** Processes that could not be reached. */
  readonly failed: readonly string[];
}

/** The year as it holds in each of these places; the newest revision, whatever was first published. */
async function yearsOf(
  places: readonly OpenPlace[],
  year: number,
): Promise<ReadonlyMap<string, CalendarYear>> {
  const names = [...new Set(places.map(({ jurisdiction }) => jurisdiction))];
  const found = await Promise.all(
    names.map(async (name) => [name, (await loadCalendar(name)).years[String(year)]] as const),
  );
  return new Map(found.flatMap(([name, table]) => (table === undefined ? [] : [[name, table]])));
}

/** Binds the activities to the Temporal they send through. */
export function createCalendarNews(client: Client) {
  const send = senderWithin(client, answerMs);

  /** True when the process took it in now; false when it had before, or refused: it is over, or holds the year already. */
  const tell = async (workflowId: string, year: number, table: CalendarYear): Promise<boolean> => {
    const key = `calendar/${table.version ?? String(year)}/${workflowId}`;
    const act = { type: 'calendarPublished', years: { [String(year)]: table } } as const;
    if ((await findByCommand(workflowId, key)) !== null) return false;
    return (await deliver(workflowId, key, () => send(workflowId, commandOf(key, act)))).done;
  };

  return {
    /** Tells the processes of one page after a workflow id. One that cannot be reached does not stop the others. */
    async tellPage({ year, jurisdiction }: NewsOf, after: string): Promise<NewsPage> {
      await requireReconciled();
      const page = await pageOpenPlaces({ after, limit: pageSize, jurisdiction });
      const tables = await yearsOf(page, year);
      const failed: string[] = [];
      let told = 0;
      for (let at = 0; at < page.length; at += atOnce) {
        Context.current().heartbeat(at);
        const some = page.slice(at, at + atOnce).map(async ({ workflowId, jurisdiction: place }) => {
          const table = tables.get(place);
          if (table === undefined) return;
          try {
            if (await tell(workflowId, year, table)) told += 1;
          } catch {
            failed.push(workflowId);
          }
        });
        await Promise.all(some);
      }
      return { next: page.length < pageSize ? null : (page.at(-1)?.workflowId ?? null), told, failed };
    },
    /** Notes that every open process has heard of it. */
    noteTold: ({ year, jurisdiction, revision }: NewsOf, at: string): Promise<void> =>
      noteTold({ year, jurisdiction, revision }, at),
  };
}

export type CalendarNewsActivities = ReturnType<typeof createCalendarNews>;
