/** One notation for rows of a written pack: defaults written out, and what means something only together in one field. Pure. */
import { recordOf } from './written-rows';
import type { Says, WrittenTable } from './written-rows';

/** What a row means that does not say it. */
const defaults: Partial<Readonly<Record<WrittenTable, Says>>> = {
  facts: { optional: false },
  materials: { due: 'submit', optional: false },
  gates: { before: 'submit' },
  clocks: { from: 'entered' },
  steps: { does: 'submit', agree: 'all', inOrder: false },
};

/** The row so that two rows of one meaning are written the same. */
export function inOneNotation(table: WrittenTable, says: Says): Says {
  const { is, take, unit, date, since, ofYear, ...rest } = says;
  const whole = { ...defaults[table], ...rest };
  if (table === 'clocks') return { ...whole, length: filled({ is, take, unit, date, since, ofYear }) };
  if (table === 'values') return { ...whole, number: filled({ is, take, unit }) };
  if (table === 'steps') return { ...whole, ...inSteps(whole) };
  return { ...defaults[table], ...says };
}

function inSteps({ who, agree }: Says): Says {
  const seats: readonly unknown[] = Array.isArray(who) ? who : [who];
  return {
    who: seats.map((seat) => (typeof seat === 'string' ? { role: seat } : seat)),
    agree: typeof agree === 'string' ? { rule: agree } : agree,
  };
}

/** The same row as a pack writes it. */
export function asWritten({ length, number, ...says }: Says): Says {
  return filled({ ...says, ...recordOf(length), ...recordOf(number) });
}

/** The keys in which two rows differ, as people write them. */
export function keysOfField(field: string, upper: Says, own: Says): readonly string[] {
  if (field !== 'length' && field !== 'number') return [field];
  const [theirs, ours] = [recordOf(upper[field]), recordOf(own[field])];
  return Object.keys({ ...theirs, ...ours }).filter((key) => theirs[key] !== ours[key]);
}

function filled(says: Says): Says {
  return Object.fromEntries(Object.entries(says).filter(([, value]) => value !== undefined));
}
