/** Cases of one type that say the same: what to look for among the others, and when two texts are the same. Pure. */
import type { Rules } from '../pack/types';
import type { Act, Fields } from './commands';
import type { ProcessState } from './state';

/** What is looked for: cases of this type and place that say one of these words in one of these facts. */
export interface TwinQuestion {
  readonly caseType: string;
  readonly jurisdiction: string;
  readonly said: Readonly<Record<string, readonly string[]>>;
}

/** Another case that stands (handed in, not refused or withdrawn), with what it says in the facts that were asked for. */
export interface Twin {
  readonly id: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** The letters alone: neither blanks nor case nor the width of a letter make a different name. */
const bare = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();

/** True when two texts name the same thing. */
export function sameWords(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && typeof other === 'string' && bare(one) === bare(other);
}

/** What a decision of this process asks of other cases, by the facts it has and those these acts bring; undefined: nothing. */
export function twinsAskedOf(
  rules: Rules,
  state: ProcessState,
  acts: readonly Act[] = [],
): TwinQuestion | undefined {
  const gates = Object.values(rules.cases[state.caseType ?? '']?.gates ?? {});
  const names = gates.flatMap(({ check }) => (check.check === 'unique' ? check.facts : []));
  if (state.kind !== 'case' || state.caseType === undefined || names.length === 0) return undefined;
  const brought = acts.flatMap((act): Fields[] => ('fields' in act ? [act.fields ?? {}] : []));
  const said = [...new Set(names)].map((name) => {
    const values = [state.facts, ...brought].map((fields) => fields[name]);
    return [name, [...new Set(values.filter((value) => typeof value === 'string'))]];
  });
  return {
    caseType: state.caseType,
    jurisdiction: state.jurisdiction,
    said: Object.fromEntries(said) as TwinQuestion['said'],
  };
}

/** The twin that a case is, if it says one of the words that are looked for; undefined otherwise. */
export function twinOf(
  { id, facts }: { readonly id: string; readonly facts: Fields },
  { said }: TwinQuestion,
): Twin | undefined {
  const names = Object.keys(said);
  const isLike = names.some((name) => (said[name] ?? []).some((word) => sameWords(word, facts[name])));
  if (!isLike) return undefined;
  const texts = names.flatMap((name) => {
    const value = facts[name];
    return typeof value === 'string' ? [[name, value] as const] : [];
  });
  return { id, facts: Object.fromEntries(texts) };
}
