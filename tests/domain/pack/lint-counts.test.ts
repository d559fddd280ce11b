/** Figures counted over other cases: what a pack may name in them, and how cases are counted. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '../../../domain/pack/read';
import { countOf, type Countable } from '../../../domain/project/counts';

const text = readFileSync(join(__dirname, '../../../policies/office.yaml'), 'utf8');
const read = (yaml: string) => readPack(yaml, (json) => createHash('sha256').update(json).digest('hex'));
const ledgers = 'counts: { case: workLedger, day: monthEnd, from: statFrom, to: statMonth, ended: [met] }';
const due = 'due: period, basis: OA-2.10a }';

describe('a counted figure', () => {
  test.each([
    ['of a case there is not', ledgers, ledgers.replace('workLedger', 'diary')],
    [
      'of a case about a project',
      ledgers,
      'counts: { case: maintenanceRound, day: monthEnd, from: statFrom, to: statMonth }',
    ],
    ['placed by what is no day', ledgers, ledgers.replace('monthEnd', 'entries')],
    ['from a day there is not', ledgers, ledgers.replace('from: statFrom', 'from: someDay')],
    ['with an outcome there is not', ledgers, ledgers.replace('[met]', '[perfect]')],
    ['in time by a clock there is not', ledgers, ledgers.replace(' }', ', inTime: someClock }')],
    [
      'that is no whole number',
      `type: integer, due: compile, ${ledgers}`,
      `type: number, due: compile, ${ledgers}`,
    ],
    ['whose span is declared together with it', due, due.replace('period', 'compile')],
    [
      'in a case about a project',
      'openedBy: networkOffice\n    about: year\n    basis: OA-2.10a',
      'openedBy: networkOffice\n    basis: OA-2.10a',
    ],
  ])('%s is refused with its line', (_, from, to) => {
    expect(text).toContain(from);
    const answer = read(text.replace(from, to));
    if (answer.ok) throw new Error('the pack was read');
    const found = answer.mistakes.filter(({ code }) => code === 'fact/counts');
    expect(found).not.toEqual([]);
    expect(found[0]?.line).toBeGreaterThan(1);
  });

  test('has one origin only, and stands in a case', () => {
    const codes = (yaml: string) => {
      const answer = read(yaml);
      return answer.ok ? [] : answer.mistakes.map(({ code }) => code);
    };
    expect(codes(text.replace(ledgers, `derive: '1', ${ledgers}`))).toContain('fact/origins');
    const top = '  reuseWeighed: {';
    const counted = `  tasks: { zh: 数, en: count, type: integer, ${ledgers}, basis: OA-2.8a }\n${top}`;
    expect(codes(text.replace(top, counted))).toContain('fact/counts');
  });
});

describe('counting cases', () => {
  const row = (more: Partial<Countable> = {}): Countable => ({
    status: 'closed',
    ended: [{ outcome: 'done' }],
    clocks: [{ name: 'doBy', status: 'met' }],
    ...more,
  });

  test.each<[string, Countable, number, number]>([
    ['done in time', row(), 1, 1],
    ['done late', row({ clocks: [{ name: 'doBy', status: 'met', overdue: true }] }), 1, 0],
    [
      'not done yet',
      row({ status: 'active', ended: [], clocks: [{ name: 'doBy', status: 'running' }] }),
      1,
      0,
    ],
    ['ended otherwise', row({ ended: [{ outcome: 'refused' }] }), 1, 0],
    ['not handed in', row({ status: 'draft', ended: [], clocks: [] }), 0, 0],
    ['withdrawn', row({ status: 'withdrawn' }), 0, 0],
  ])('a task %s', (_, one, asDue, asDone) => {
    expect([countOf({}, [one]), countOf({ ended: ['done'], inTime: 'doBy' }, [one])]).toEqual([
      asDue,
      asDone,
    ]);
  });
});
