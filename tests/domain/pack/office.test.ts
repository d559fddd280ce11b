/** The office pack says what nineteen texts say: three numbers from them, everything else marked as its own choice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPack } from '../../../domain/pack/read';
import { office as pack } from '../project/office';

const bodies = [...Object.values(pack.stages), ...Object.values(pack.cases)];
const text = readFileSync(join(__dirname, '../../../policies/office.yaml'), 'utf8');

/** Codes of the mistakes of the pack with one piece of it changed. */
function mistakesWith(piece: string, by: string): string[] {
  expect(text.split(piece)).toHaveLength(2);
  const reading = readPack(text.replace(piece, by), () => 'h');
  return reading.ok ? [] : reading.mistakes.map(({ code }) => code);
}

describe('the office pack', () => {
  it('takes three days and five entries from the text, and seven days from the measure beside it (OA-2.5b, OA-2.8a, XT-16.2)', () => {
    expect(pack.values).toMatchObject({
      taskTerm: { is: 3, unit: 'days', basis: 'OA-2.5b' },
      ledgerMinimum: { is: 5, unit: 'count', basis: 'OA-2.8a' },
      publicationTerm: { is: 7, unit: 'days', basis: 'XT-16.2' },
    });
  });

  it('marks every other length of a clock as its own choice and says how it was read', () => {
    const chosen = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ length }) => length !== undefined && typeof length !== 'string')
      .filter(({ basis }) => basis?.startsWith('OA-'));
    expect(chosen.length).toBeGreaterThan(20);
    expect(chosen.filter(({ note, reading }) => note === undefined || reading === undefined)).toEqual([]);
  });

  it('lets no deadline decide: it reminds, marks and escalates (OA-8.2, OA-19.4b)', () => {
    const deadlines = bodies
      .flatMap((body) => Object.values(body.clocks))
      .filter(({ kind }) => kind === 'deadline');
    const effects = deadlines.flatMap(({ then }) => then.map((effect) => effect.do));
    expect([...new Set(effects)].sort()).toEqual(['escalate', 'mark', 'remind']);
  });

  it('has three rungs for a breach of the rules of use (OA-16.10)', () => {
    const judge = pack.cases['accountability']?.phases[0]?.steps.find(({ step }) => step === 'judge');
    expect(judge?.outcomes.map(({ outcome }) => outcome)).toEqual([
      'warned',
      'limited',
      'stopped',
      'unfounded',
    ]);
  });

  it('shows the bans as reminders for a person and the principles as not checked (OA-8.3, OA-8.4)', () => {
    const shown = new Map(Object.values(pack.reminders ?? {}).map(({ basis, check }) => [basis, check]));
    expect([shown.get('OA-8.3'), shown.get('OA-8.4')]).toEqual(['person', 'none']);
  });
});

describe('a case that stands alone', () => {
  it('may open another that stands alone, and none about a project', () => {
    expect(mistakesWith('{ open: siteCheck }', '{ open: monthlyStatistics }')).toEqual([]);
    expect(mistakesWith('{ open: siteCheck }', '{ open: evaluation }')).toEqual(['effect/no-project']);
  });

  it('still has no project to suspend or to end', () => {
    expect(mistakesWith('{ open: siteCheck }', 'suspend')).toEqual(['effect/no-project']);
    expect(mistakesWith('{ open: siteCheck }', '{ end: terminated }')).toEqual(['effect/no-project']);
  });
});
