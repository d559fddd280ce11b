/** What is not put right in time is brought before somebody higher: every rectification of the packs names who, and they are told on its day. */
import { keyOf } from '../../../domain/route/open-step';
import { noticesOf } from '../../../domain/notices/notices-of';
import type { Body, Clock, Pack } from '../../../domain/pack/types';
import type { ClockState, ProcessState } from '../../../domain/project/state';
import { packs } from '../../walks/packs';
import { begin, cast, does } from '../project/data-resources';
import { deciding, material, must, reachClock, type World } from '../project/world';

/** A clock that ends when somebody finds that the matter was put right. */
const ends = ['recheck.fixed', 'recheck.repaired', 'judge.passed', 'passed'];
const isRectification = (body: Body, { kind, until = '' }: Clock): boolean =>
  kind === 'deadline' && ends.includes(until) && !body.name.startsWith('staffTraining');

const rows = packs.flatMap((pack) =>
  [...Object.values(pack.stages), ...Object.values(pack.cases)].flatMap((body) =>
    Object.values(body.clocks)
      .filter((clock) => isRectification(body, clock))
      .map((clock) => ({ of: `${pack.ref.id} ${body.name}.${clock.name}`, pack, body, clock })),
  ),
);

test('every pack that orders to put right says by when', () => {
  expect(new Set(rows.map(({ pack }) => pack.ref.id))).toEqual(
    new Set(['huaian-approval-bureau', 'xiangtan', 'luohe', 'generic', 'data-resources']),
  );
});

test.each(rows)(
  '$of reminds, marks and goes to a role of the pack that can be reached',
  ({ pack, clock }) => {
    const does = clock.then.map((effect) =>
      effect.do === 'escalate' ? ['escalate', effect.role] : effect.do,
    );
    const [, , last] = does;
    expect(does.slice(0, 2)).toEqual(['remind', 'mark']);
    expect(Object.keys(pack.roles)).toContain(Array.isArray(last) ? last[1] : undefined);
  },
);

/** What the world's clock tells on the day on which it passed. */
function toldBy({ state, pack }: World, key: string): [string, string][] {
  const change: Partial<ClockState> = { status: 'reached', overdue: true };
  const line = {
    seq: 9,
    at: '2026-04-01T00:00:00Z',
    actor: { id: 'system', name: '系统', org: 'system' },
    events: [{ type: 'clockChanged' as const, key, change }],
  };
  return noticesOf(line, { state, pack, tasks: new Map() }).map(({ kind, to }) => [kind, to]);
}

const authorityOf = (state: ProcessState, pack: Pack) => keyOf('dataAuthority', state, pack, state.parties);

test('an order to correct that is not followed is told to the authority on its day (DATA-26.0)', () => {
  const violations = Object.entries(
    begin({ case: { type: 'dutyOrder' } }).pack.cases['dutyOrder']?.facts ?? {},
  )
    .filter(([, { type, due }]) => type === 'boolean' && due === 'order')
    .map(([name]) => [name, name === 'lateAggregation']);
  const facts = { department: 'office', correctBy: '2026-03-31', ...Object.fromEntries(violations) };
  const world = begin({ facts, case: { type: 'dutyOrder' } });
  must(world, cast.data, deciding(world, 'order', { attach: [material('evidence')] }));
  reachClock(world, 'dutyOrder/correcting');
  const told = toldBy(world, 'dutyOrder/correcting');
  expect(told).toContainEqual(['escalated', authorityOf(world.state, world.pack)]);
  does(world, 'liaison', 'correct');
  does(world, 'data2', 'recheck', { outcome: 'overdue' });
  expect(world.state.open?.step).toBe('ladder');
});
