/** When a notice may go out: at once, in working time, or not at all. */
import { deliveryTime, nextWorkingInstant, unchosen } from '../../../domain/notices/preferences';
import { calendar } from '../story';

const hours = { workFrom: '09:00', workTo: '17:30' };
const next = (now: string) => nextWorkingInstant(now, hours, calendar);

test.each([
  ['in working time: now', '2026-03-02T02:00:00Z', '2026-03-02T02:00:00Z'],
  ['before it: when it begins', '2026-03-01T23:00:00Z', '2026-03-02T01:00:00Z'],
  ['at its end: the next day', '2026-03-02T09:30:00Z', '2026-03-03T01:00:00Z'],
  ['on Friday evening: on Monday', '2026-03-06T12:00:00Z', '2026-03-09T01:00:00Z'],
  ['in the National Day week: after it', '2026-10-03T02:00:00Z', '2026-10-08T01:00:00Z'],
  ['on a make-up Saturday: that day', '2026-10-09T10:00:00Z', '2026-10-10T01:00:00Z'],
])('working time, %s', (_what, now, expected) => {
  expect(next(now)).toBe(expected);
});

test('a person who chose nothing is told at once; muted kinds and closed ways are not sent', () => {
  const now = '2026-03-01T23:00:00Z';
  const when = (chosen: object) =>
    deliveryTime({ kind: 'urged', channel: 'mail', now }, { ...unchosen, ...chosen }, calendar);
  expect(when({})).toBe(now);
  expect(when({ mail: 'never' })).toBeNull();
  expect(when({ muted: ['urged'] })).toBeNull();
  expect(when({ muted: ['copied'], webhook: 'never' })).toBe(now);
  expect(when({ mail: 'workingHours' })).toBe('2026-03-02T01:00:00Z');
});
