/** Processes are found by the clock that comes first: page after page each once, and none whose clock is ahead or does not run. */
import { connectMongo, disconnectMongo } from '../../models/connection';
import { pageDue, wakesAtOf, type DueRun } from '../../models/due-clocks';
import { runs } from '../../models/process-schemas';
import { rig, uniqueName } from '../rig/rig';

beforeAll(() => connectMongo(rig().mongodbUri(uniqueName('due'))));
afterAll(disconnectMongo);

test('many clocks of one moment are paged through without a gap or a repeat, the earliest first', async () => {
  const at = Date.parse('2026-10-01T16:00:00Z');
  const rows = [
    ...Array.from({ length: 7 }, (_, index) => ({ _id: `project/same-${String(index)}`, wakesAt: at })),
    { _id: 'project/z-before', wakesAt: at - 1 },
    { _id: 'project/ahead', wakesAt: at + 1 },
    { _id: 'project/none', wakesAt: null },
    { _id: 'project/of-an-older-version' },
  ];
  await runs.collection.insertMany(rows as never);
  const found: DueRun[] = [];
  for (;;) {
    const page = await pageDue(at, found.at(-1) ?? null, 3);
    found.push(...page);
    if (page.length < 3) break;
  }
  expect(found.map(({ workflowId }) => workflowId)).toEqual([
    'project/z-before',
    ...rows.slice(0, 7).map(({ _id }) => _id),
  ]);
});

test('the first of the clocks that run counts, and none where all stand still', () => {
  const clock = (status: string, wakeAt: string) => ({ key: wakeAt, due: wakeAt, status, wakeAt });
  const clocks = {
    late: clock('running', '2026-03-05T16:00:00Z'),
    first: clock('running', '2026-03-02T16:00:00Z'),
    paused: clock('paused', '2026-03-01T16:00:00Z'),
  };
  expect(wakesAtOf({ clocks } as never)).toBe(Date.parse('2026-03-02T16:00:00Z'));
  expect(wakesAtOf({ clocks: { paused: clocks.paused } } as never)).toBeNull();
});
