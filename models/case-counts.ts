/** Counts the cases of a place between two days, for the figures a case asks for. */
import { countOf, type CountAsked } from '../domain/project/counts';
import { cases } from './process-schemas';

/** The figures by fact name. A confidential case is in none of them. */
export async function countCases(asked: readonly CountAsked[]): Promise<Readonly<Record<string, number>>> {
  const figures = asked.map(async (one): Promise<[string, number]> => {
    const rows = await cases
      .find({
        jurisdiction: one.jurisdiction,
        caseType: one.case,
        [`facts.${one.day}`]: { $gte: one.first, $lte: one.last },
        readers: { $exists: false },
      })
      .select({ status: 1, ended: 1, clocks: 1 })
      .lean();
    return [one.fact, countOf(one, rows)];
  });
  return Object.fromEntries(await Promise.all(figures));
}
