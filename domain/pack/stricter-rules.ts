/** Which of two values of one field asks for more: a rule for every field that a program can weigh. Pure. */
import canonicalize from 'canonicalize';
import { compareLengths, stricterLength } from './lengths';
import { recordOf } from './written-rows';
import type { Says, WrittenTable } from './written-rows';

export interface Weighed {
  /** `local`: naming and places, where the nearest measure has the word; `nobody`: no program can say. */
  readonly by: 'upper' | 'own' | 'both' | 'local' | 'nobody';
  readonly value?: unknown;
  /** true: the other row is only silent here; it does not ask for less. */
  readonly isSilence?: boolean;
}

type Rule = (upper: unknown, own: unknown, rows: { readonly upper: Says; readonly own: Says }) => Weighed;

/** The same in whatever order its keys were written. */
export function isSame(one: unknown, other: unknown): boolean {
  return (canonicalize(one) ?? '') === (canonicalize(other) ?? '');
}

const nobody: Weighed = { by: 'nobody' };
const upperHolds = (value: unknown): Weighed => ({ by: 'upper', value });
const ownHolds = (value: unknown): Weighed => ({ by: 'own', value });

/** A row without the key asks always; one with it only sometimes. */
const absentWins: Rule = (upper, own) => {
  if (upper === undefined) return upperHolds(undefined);
  return own === undefined ? ownHolds(undefined) : nobody;
};
/** What one of them says and the other leaves open holds. */
const presentWins: Rule = (upper, own) => {
  if (own === undefined) return { ...upperHolds(upper), isSilence: true };
  return upper === undefined ? ownHolds(own) : nobody;
};
const requiredWins: Rule = (upper, own) => (upper === false ? upperHolds(false) : ownHolds(own));
const local: Rule = (upper, own) => ({ by: 'local', value: own ?? upper });

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const without = (list: readonly unknown[], gone: readonly unknown[]) =>
  list.filter((each) => !gone.some((other) => isSame(each, other)));

/** Everything that either asks for. */
const bothLists: Rule = (upper, own) => {
  const [theirs, ours] = [listOf(upper), listOf(own)];
  const more = without(theirs, ours);
  if (more.length === 0) return ownHolds(own);
  const isMore = without(ours, theirs).length === 0;
  return { by: isMore ? 'upper' : 'both', value: [...ours, ...more], isSilence: true };
};
/** Only what both allow; nothing in common leaves nobody. */
const fewer: Rule = (upper, own) => {
  const [theirs, ours] = [listOf(upper), listOf(own)];
  if (without(ours, theirs).length === 0) return ownHolds(own);
  return without(theirs, ours).length === 0 ? upperHolds(upper) : nobody;
};

/** An exception holds only where both allow it; one that must be proved by a material is the stricter one. */
const waiver: Rule = (upper, own) => {
  if (upper === undefined || own === undefined) return absentWins(upper, own, { upper: {}, own: {} });
  const [{ material, basis: _theirs, ...its }, { material: proof, basis: _ours, ...ours }] = [
    recordOf(upper),
    recordOf(own),
  ];
  if (!isSame(its, ours) || (material !== undefined && proof !== undefined && material !== proof))
    return nobody;
  return material !== undefined && proof === undefined ? upperHolds(upper) : ownHolds(own);
};

const fieldOf = (written: unknown): Says =>
  typeof written === 'string' ? { type: written } : recordOf(written);
const bare = ({ zh: _zh, en: _en, optional: _optional, ...rest }: Says) => rest;

/** Every field that either asks for; a field both ask for means one thing, and is required where one requires it. */
const fieldsOfBoth: Rule = (upper, own) => {
  const [theirs, ours] = [recordOf(upper), recordOf(own)];
  const shared = Object.keys(ours).filter((key) => Object.hasOwn(theirs, key));
  if (shared.some((key) => !isSame(bare(fieldOf(theirs[key])), bare(fieldOf(ours[key]))))) return nobody;
  const tightened = shared.filter(
    (key) => fieldOf(ours[key])['optional'] === true && fieldOf(theirs[key])['optional'] !== true,
  );
  const value = { ...theirs, ...ours, ...Object.fromEntries(tightened.map((key) => [key, theirs[key]])) };
  const addsOwn = Object.keys(ours).length > shared.length;
  const addsUpper = Object.keys(theirs).length > shared.length || tightened.length > 0;
  if (!addsUpper) return ownHolds(value);
  return { by: addsOwn ? 'both' : 'upper', value, isSilence: tightened.length === 0 };
};

const length: Rule = (upper, own, rows) => {
  const direction = stricterLength(rows.own['kind'], rows.own['stricter'] ?? rows.upper['stricter']);
  const [theirs, ours] = [recordOf(upper), recordOf(own)];
  const isSinceSame = theirs['since'] === ours['since'] && theirs['ofYear'] === ours['ofYear'];
  const longer = isSinceSame ? compareLengths(ours, theirs) : undefined;
  if (direction === undefined || longer === undefined) return nobody;
  return longer === 0 || longer > 0 === (direction === 'longer') ? ownHolds(own) : upperHolds(upper);
};

const number: Rule = (upper, own, rows) => {
  const direction = rows.own['stricter'] ?? rows.upper['stricter'];
  const [theirs, ours] = [recordOf(upper), recordOf(own)];
  const [is, its] = [ours['is'], theirs['is']];
  if (direction === undefined || ours['unit'] !== theirs['unit']) return nobody;
  if (typeof is !== 'number' || typeof its !== 'number') return nobody;
  return is > its === (direction === 'higher') ? ownHolds(own) : upperHolds(upper);
};

/** Whatever stops a deadline gives more room: it stops only for what both allow. Other clocks stop for other reasons. */
const stops: Rule = (upper, own, rows) => {
  if (rows.own['kind'] !== 'deadline') return nobody;
  const common = without(listOf(own), without(listOf(own), listOf(upper)));
  const value = common.length === 0 ? undefined : common;
  if (common.length === listOf(own).length) return ownHolds(value);
  return { by: common.length === listOf(upper).length ? 'upper' : 'both', value };
};

/** Effects that only tell people, or open a case, hold beside each other; of the others no program knows which is stricter. */
const isTelling = (effect: unknown): boolean => {
  if (effect === 'remind' || effect === 'mark') return true;
  const says = recordOf(effect);
  return 'escalate' in says || 'open' in says;
};
const effects: Rule = (upper, own, rows) => {
  const differing = [...without(listOf(upper), listOf(own)), ...without(listOf(own), listOf(upper))];
  return differing.every(isTelling) ? bothLists(upper, own, rows) : nobody;
};

const during: Rule = (upper, own, rows) =>
  upper === undefined || own === undefined ? absentWins(upper, own, rows) : bothLists(upper, own, rows);
const opinion: Rule = (upper, own) => {
  if (upper === 'required') return { ...upperHolds(upper), isSilence: own === undefined };
  return own === 'required' ? ownHolds(own) : nobody;
};
const check: Rule = (upper, own) => (upper === 'person' ? upperHolds(upper) : ownHolds(own));

/** What people read of a row, and what says where it comes from: these carry no demand. */
export const worded: readonly string[] = ['zh', 'en', 'basis', 'note', 'reading', 'origin', 'also', 'after'];

/** The rules by table and field; a field without one is for a person to judge. Gates are in stricter.ts: both hold. */
export const stricterRules: Partial<Readonly<Record<WrittenTable, Readonly<Record<string, Rule>>>>> = {
  numbering: { project: local },
  words: {},
  roles: { id: local, recordedBy: local },
  powers: { by: fewer },
  facts: { optional: requiredWins },
  values: { number, stricter: presentWins },
  steps: { when: absentWins, findings: bothLists, opinion },
  materials: { optional: requiredWins, when: absentWins, author: presentWins, fields: fieldsOfBoth, waiver },
  gates: { waiver },
  clocks: {
    length,
    stricter: presentWins,
    when: absentWins,
    pausedBy: stops,
    stops,
    neverStops: presentWins,
    then: effects,
  },
  documents: { number: local },
  reminders: { during, check, when: absentWins },
};
