/** Figures of a span of days, counted over the cases of a place: how many office tasks were done in time, how many ledgers were met. Pure. */
import { isDate } from '../clocks/dates';
import { defined } from '../defined';
import type { Counting, Fact, Rules } from '../pack/types';
import { isHandedIn } from './case-standing';
import type { Fields } from './commands';
import type { ProcessState } from './state';

/** One figure to be counted: where, over which cases, between which days (plain dates, both included). */
export interface CountAsked extends Pick<Counting, 'case' | 'day' | 'ended' | 'inTime'> {
  readonly fact: string;
  readonly jurisdiction: string;
  readonly first: string;
  readonly last: string;
}

/** What a count must know of a case. */
export interface Countable {
  readonly status: ProcessState['status'];
  readonly ended: readonly { readonly outcome: string }[];
  readonly clocks: readonly { readonly name: string; readonly status: string; readonly overdue?: boolean }[];
}

/** The facts of this case that are counted, and nobody declares. */
function countedFacts(rules: Pick<Rules, 'cases'>, state: ProcessState): [string, Fact, Counting][] {
  const facts = state.kind === 'case' ? rules.cases[state.caseType ?? '']?.facts : undefined;
  return Object.entries(facts ?? {}).flatMap(([name, fact]) =>
    fact.counts === undefined ? [] : [[name, fact, fact.counts] as [string, Fact, Counting]],
  );
}

/** The figures this case asks for now: those whose span is known. */
export function countsAsked(rules: Pick<Rules, 'cases'>, state: ProcessState): CountAsked[] {
  return countedFacts(rules, state).flatMap(([fact, , counting]) => {
    const [first, last] = [state.facts[counting.from], state.facts[counting.to]];
    if (typeof first !== 'string' || typeof last !== 'string' || !isDate(first) || !isDate(last)) return [];
    const { case: type, day, ended, inTime } = counting;
    const { jurisdiction } = state;
    return [{ fact, jurisdiction, case: type, day, first, last, ...defined({ ended, inTime }) }];
  });
}

/** What a decision at this step puts down: the figures due there, as they stand when it is taken. */
export function figuresAt(
  step: string,
  {
    state,
    rules,
    counts = {},
  }: { state: ProcessState; rules: Rules; counts?: Readonly<Record<string, number>> | undefined },
): Fields {
  const due = countedFacts(rules, state).filter(
    ([name, fact]) => fact.due === step && Object.hasOwn(counts, name),
  );
  return Object.fromEntries(due.map(([name]) => [name, counts[name] ?? null]));
}

/** How many of these cases count: handed in and not withdrawn; with one of the outcomes, and in time, where that is asked. */
export function countOf(
  { ended, inTime }: Pick<CountAsked, 'ended' | 'inTime'>,
  rows: readonly Countable[],
): number {
  return rows.filter((row) => {
    if (!isHandedIn(row) || row.status === 'withdrawn') return false;
    if (ended !== undefined && !ended.includes(row.ended.at(-1)?.outcome ?? '')) return false;
    const clock = row.clocks.find(({ name }) => name === inTime);
    return inTime === undefined || (clock?.status === 'met' && clock.overdue !== true);
  }).length;
}
