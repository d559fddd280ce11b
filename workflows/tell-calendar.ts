/** Started when a year of the calendar is published: tells every open process, round after round, until all have heard. */
import { continueAsNew, log, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { CalendarNewsActivities, NewsOf } from '../activities/calendar-news';
import { instantOf } from '../domain/clocks/dates';

// A page is 50 processes, five at a time, each given ten seconds at worst.
const { tellPage, noteTold } = proxyActivities<CalendarNewsActivities>({
  startToCloseTimeout: '5 minutes',
  heartbeatTimeout: '30 seconds',
});

/** Longer than an answer takes: a process that was opened with the calendar before is recorded by the second round. */
const firstPauseMs = 60_000;
const longestPauseMs = 3_600_000;
/** Some days: by then operators see what does not answer, and each process reads the calendar when it enters a stage. */
const mostRounds = 100;

/** How far the telling has come. */
export interface News extends NewsOf {
  readonly round: number;
  /** Workflow id after which the next page begins; empty at the beginning of a round. */
  readonly after: string;
  /** Processes told in this round, and in all. */
  readonly toldNow: number;
  readonly told: number;
  /** Processes that this round could not reach. */
  readonly failed: number;
}

/** Tells of one table; gives how many processes took it in, and how many the last round could not reach. */
export async function tellCalendar(
  begun: NewsOf & Partial<News>,
): Promise<Pick<News, 'told' | 'failed' | 'round'>> {
  let news: News = { round: 1, after: '', toldNow: 0, told: 0, failed: 0, ...begun };
  const { year, jurisdiction, revision } = news;
  const of = { year, jurisdiction, revision };
  for (;;) {
    const { next, told, failed } = await tellPage(of, news.after);
    if (failed.length > 0) log.warn('processes not told of the calendar', { failed });
    news = added(news, told, failed.length, next ?? '');
    if (next === null) {
      if (isEnd(news)) await noteTold(of, instantOf(Date.now()));
      if (isEnd(news) || news.round >= mostRounds) return resultOf(news);
      await sleep(Math.min(firstPauseMs * 2 ** (news.round - 1), longestPauseMs));
      news = { ...news, round: news.round + 1, toldNow: 0, failed: 0 };
    }
    if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof tellCalendar>(news);
  }
}

function added(news: News, told: number, failed: number, after: string): News {
  const sums = { toldNow: news.toldNow + told, told: news.told + told, failed: news.failed + failed };
  return { ...news, ...sums, after };
}

/** A whole round after the first found nobody who had not heard. */
function isEnd({ round, toldNow, failed }: News): boolean {
  return round > 1 && toldNow === 0 && failed === 0;
}

function resultOf({ told, failed, round }: News): Pick<News, 'told' | 'failed' | 'round'> {
  return { told, failed, round };
}
