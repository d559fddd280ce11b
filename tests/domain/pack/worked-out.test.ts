/** Bands and the numbers of the law hang on each other in either direction; nothing hangs on itself. */
import { readPack } from '../../../domain/pack/read';
import type { Pack } from '../../../domain/pack/types';
import { contextOf } from '../../../domain/project/context';
import { newProcess } from '../../../domain/project/state';
import { packFrom } from '../project/world';

const text = (rows: string) => `
pack: bands
version: 1.0.0
measure: { zh: 分档办法, en: Measure of bands, inForce: { from: 2020-01-01, basis: BA-9 } }
sources: { BA: { zh: 分档办法, version: 2020-01-01 } }
numbering: { project: 'BA-{year}-{seq:4}', basis: BA-9 }
roles:
  projectOwner: { zh: 建设单位, en: project owner, is: party, basis: BA-1 }
${rows}
lifecycle:
  - { run: application, zh: 申报, en: application, kind: application, outcomes: { passed: filed }, basis: BA-3 }
stages:
  application:
    routes:
      main:
        - { step: fill, zh: 填报, en: fill in, who: projectOwner, basis: BA-3 }
`;

const bands = `
facts:
  term: { zh: 期限档, en: band of the term, type: choice, options: [short, long], derive: [{ when: 'band = "small"', is: '"short"' }, { is: '"long"' }], basis: BA-4 }
  band: { zh: 档次, en: band, type: choice, options: [small, large], derive: [{ when: budget < from, is: '"small"' }, { is: '"large"' }], basis: BA-2 }
  works: { zh: 工程, en: works, type: boolean, basis: BA-2 }
  budget: { zh: 预算, en: budget, type: money, basis: BA-2 }
values:
  months: { zh: 月数, en: months, is: [{ when: 'term = "short"', is: 3 }, { is: 9 }], unit: months, basis: BA-4 }
  from: { zh: 起点, en: from, is: [{ when: works, is: 50 }, { is: 80 }], unit: 万元, basis: BA-2 }
`;

function contextWith(pack: Pack, facts: Record<string, number | boolean>) {
  const state = newProcess({
    ...{ workflowId: 'project/X', subject: 'project/X', kind: 'project', id: 'X', name: 'X' },
    ...{ jurisdiction: pack.ref.id, pack: pack.ref, facts, at: '2026-03-02T04:00:00Z' },
    owner: { org: 'office', orgZh: '处室', person: { id: 'p', name: 'p' } },
  });
  const rules = { ...pack, pack: pack.ref };
  return contextOf(state, { rules, now: state.updatedAt, calendar: { version: 'none', years: {} } });
}

test.each([
  [true, 50_000_000, 'large', 9],
  [true, 49_999_999, 'small', 3],
  [false, 80_000_000, 'large', 9],
  [false, 79_999_999, 'small', 3],
])(
  'works %p, budget %d fen: band %s, %d months, whatever order the rows stand in',
  (works, budget, band, months) => {
    expect(contextWith(packFrom(text(bands)), { works, budget })).toMatchObject({ band, months });
  },
);

test('what is not known yet leaves all that hangs on it open', () => {
  const context = contextWith(packFrom(text(bands)), { works: true });
  expect(context).toMatchObject({ from: 50_000_000, band: null, term: null, months: null });
});

test('a number that hangs on a band that hangs on the number is refused', () => {
  const reading = readPack(text(bands.replace('when: works', 'when: \'term = "short"\'')), () => 'hash');
  const codes = reading.ok ? [] : reading.mistakes.map(({ code, path }) => `${code} ${path}`);
  expect(codes).toEqual(
    expect.arrayContaining(['fact/circle facts.band.derive', 'fact/circle values.from.is']),
  );
});
