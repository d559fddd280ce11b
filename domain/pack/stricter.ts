/** Puts two rows of one name together so that the stricter of the two holds in every field. Pure. */
import { isSame, stricterRules, worded } from './stricter-rules';
import type { Weighed } from './stricter-rules';
import { asWritten, inOneNotation, keysOfField } from './written-notation';
import { recordOf } from './written-rows';
import type { Says, WrittenTable } from './written-rows';

export type Verdict =
  /** `led`: whose words and article the row carries. `overruled`: fields in which the own row asks for less. */
  | {
      readonly is: 'clear';
      readonly says: Says;
      readonly led: 'upper' | 'own';
      readonly overruled: readonly string[];
    }
  /** No program can say which of the two is stricter in these fields. */
  | { readonly is: 'unclear'; readonly fields: readonly string[] }
  /** Two gates that check different things: both hold, each as a row of its own. */
  | { readonly is: 'beside' };

/** The field whose winner gives the row its words and article: it is what a refusal is about. */
const leading: Partial<Readonly<Record<WrittenTable, string>>> = {
  materials: 'optional',
  clocks: 'length',
  values: 'number',
};

type Field = Weighed & { readonly field: string };

/**
 * Weighs a row of an upper pack against the own one. Where both ask for the same, the words of the own row stand; articles of
 * the other that ask for a part of it are kept in `also`. `isLocal`: the own pack lies below the other, so that
 * names and places are its business; between packs side by side they are not. `isSettled`: what no program can weigh holds as
 * the own row says it.
 */
export function weighRows(
  table: WrittenTable,
  upper: Says,
  own: Says,
  { isLocal, isSettled = false }: { readonly isLocal: boolean; readonly isSettled?: boolean },
): Verdict {
  const rows = { upper: inOneNotation(table, upper), own: inOneNotation(table, own) };
  const fields = weighFields(table, rows, isSettled);
  if (table === 'gates' && fields.some(({ by }) => by === 'nobody')) return { is: 'beside' };
  const unclear = fields.filter(({ by }) => by === 'nobody' || (by === 'local' && !isLocal));
  if (unclear.length > 0)
    return {
      is: 'unclear',
      fields: unclear.flatMap(({ field }) => keysOfField(field, rows.upper, rows.own)),
    };
  const led = leaderOf(table, fields);
  const values = Object.fromEntries(fields.map(({ field, value }) => [field, value]));
  const says = asWritten({ ...rows[led], ...values });
  return {
    is: 'clear',
    says: asksForPart(fields, led) ? withArticles(says, led === 'own' ? upper : own) : says,
    led,
    overruled: fields.flatMap(({ field, by, isSilence }) =>
      by === 'upper' && isSilence !== true ? keysOfField(field, rows.upper, rows.own) : [],
    ),
  };
}

interface Rows {
  readonly upper: Says;
  readonly own: Says;
}

function weighFields(table: WrittenTable, rows: Rows, isSettled: boolean): Field[] {
  return fieldsThatDiffer(table, rows).map((field) => {
    const weighed = stricterRules[table]?.[field]?.(rows.upper[field], rows.own[field], rows);
    if (weighed !== undefined && weighed.by !== 'nobody') return { field, ...weighed };
    return isSettled ? { field, by: 'own', value: rows.own[field] } : { field, by: 'nobody' };
  });
}

/** Whether the row that does not lead asks for a part of what is left, or for the same as the other. */
function asksForPart(fields: readonly Field[], led: 'upper' | 'own'): boolean {
  const asksTheSame = fields.length === 0 || (led === 'own' && !asks(fields, 'own'));
  return asksTheSame || asks(fields, led === 'own' ? 'upper' : 'own');
}

/** Words carry no demand, but what a source is called says which text the articles are of. */
function fieldsThatDiffer(table: WrittenTable, { upper, own }: Rows): string[] {
  return [...new Set([...Object.keys(upper), ...Object.keys(own)])].filter(
    (field) => (table === 'sources' || !worded.includes(field)) && !isSame(upper[field], own[field]),
  );
}

const asks = (fields: readonly Field[], who: 'upper' | 'own') =>
  fields.some(({ by }) => by === who || by === 'both');

function leaderOf(table: WrittenTable, fields: readonly Field[]): 'upper' | 'own' {
  const lead = fields.find(({ field }) => field === leading[table])?.by;
  if (lead === 'upper' || lead === 'own') return lead;
  return asks(fields, 'own') || !asks(fields, 'upper') ? 'own' : 'upper';
}

interface Article {
  readonly origin?: unknown;
  readonly basis?: unknown;
}

const articleOf = ({ origin, basis }: Says): Article => ({
  ...(origin === undefined ? {} : { origin }),
  ...(basis === undefined ? {} : { basis }),
});
function articlesIn(also: unknown): readonly Article[] {
  const list: readonly unknown[] = Array.isArray(also) ? also : [];
  return list.map((each) => articleOf(recordOf(each)));
}

/** The row with the articles of the other beside its own, each once. */
function withArticles(says: Says, other: Says): Says {
  if (other['basis'] === undefined) return says;
  const all = [...articlesIn(says['also']), articleOf(other), ...articlesIn(other['also'])];
  const also = all.filter(
    (article, index) =>
      !isSame(article, articleOf(says)) && all.findIndex((each) => isSame(each, article)) === index,
  );
  return also.length === 0 ? says : { ...says, also };
}
