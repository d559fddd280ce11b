/** What a person wants to be told by which way, and when. The list inside the product always holds everything. */
import { isWorkingDay, type Calendar } from '../clocks/calendar';
import { addDays, dateOf, instantAt, millisOf } from '../clocks/dates';
import type { NoticeKind } from './notice';

export const channels = ['mail', 'webhook'] as const;
export type Channel = (typeof channels)[number];

/** `workingHours`: what falls outside them is kept until they begin. */
export const deliveryTimes = ['always', 'workingHours', 'never'] as const;
export type DeliveryTime = (typeof deliveryTimes)[number];

export interface Preferences {
  readonly mail: DeliveryTime;
  readonly webhook: DeliveryTime;
  /** Kinds that are not sent out. */
  readonly muted: readonly NoticeKind[];
  /** Times of day in Asia/Shanghai, HH:mm, of a working day. */
  readonly workFrom: string;
  readonly workTo: string;
}

/** Somebody who chose nothing. The hours are those common in offices; no measure names them. */
export const unchosen: Preferences = {
  mail: 'always',
  webhook: 'always',
  muted: [],
  workFrom: '09:00',
  workTo: '17:30',
};

/** The next instant (ISO UTC) of working time, which may be now. A year without a notice knows weekends alone. */
export function nextWorkingInstant(
  now: string,
  { workFrom, workTo }: Pick<Preferences, 'workFrom' | 'workTo'>,
  calendar: Calendar,
): string {
  let date = dateOf(now);
  if (isWorkingDay(calendar, date)) {
    if (millisOf(now) < millisOf(instantAt(date, workFrom))) return instantAt(date, workFrom);
    if (millisOf(now) < millisOf(instantAt(date, workTo))) return now;
  }
  do date = addDays(date, 1);
  while (!isWorkingDay(calendar, date));
  return instantAt(date, workFrom);
}

/** The instant from which a notice may go out that way, or null when it shall not. */
export function deliveryTime(
  { kind, channel, now }: { kind: NoticeKind; channel: Channel; now: string },
  preferences: Preferences,
  calendar: Calendar,
): string | null {
  if (preferences.muted.includes(kind) || preferences[channel] === 'never') return null;
  return preferences[channel] === 'always' ? now : nextWorkingInstant(now, preferences, calendar);
}
