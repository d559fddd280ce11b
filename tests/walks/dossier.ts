/** What a sound dossier says wherever a pack asks: a value for every field it may declare, whatever the measure. */
import { addDays } from '../../domain/clocks/dates';
import type { Body, FactType, FieldSpec, Material, Pack } from '../../domain/pack/types';
import type { Fields, FieldValue } from '../../domain/project/commands';

/** Yes-or-no facts that stand in the way of a project when they are true. */
const barring = new Set([
  ...['classified', 'ownBackbone', 'crossDepartment', 'ownPlatform', 'urgent', 'stateSecret', 'otherSource'],
  ...[
    'duplicateSuspected',
    'supplementary',
    'outsourced',
    'taskSecret',
    'alreadyChanged',
    'major',
    'heldElsewhere',
  ],
]);

/** Days that lie behind; every other date lies ahead. */
const behind = new Set([
  ...['foundOn', 'arisenOn', 'changedOn', 'heldSince', 'workedOn', 'trainedOn', 'receivedOn', 'testedOn'],
  ...['backedUpOn', 'approvedOn', 'monthStart', 'knownOn', 'answerDueOn', 'deliveredOn', 'issuedOn'],
]);
const lastMonth = new Set(['statMonth']);
const beforeLastMonth = new Set(['statFrom']);

/** Sums that fit each other: what is asked for lies within the contract, the contract within the award and the budget. */
const sums: Readonly<Record<string, number>> = {
  budget: 100_000_000,
  securityCost: 5_000_000,
  supervisionCost: 1_000_000,
  auditCost: 500_000,
  cost: 1_000_000,
};
const ofPaper = 90_000_000;
const ofCase = 1_000_000;

const texts: Readonly<Record<string, string>> = {
  formerPerson: '原任',
  newPerson: '接任',
  fundLine: '专项资金',
  paidFrom: '专项资金',
};
const choices: Readonly<Record<string, FieldValue>> = {
  aggregation: 'periodic',
  taskKind: 'electronic',
  incidentKind: 'networkFault',
};
const numbers: Readonly<Record<string, number>> = { score: 90, warrantyMonths: 24 };

/** A clock given by a date is to run out soon, so that a walk does not wait for years. */
const aheadDays = 20;

function dateFor(name: string, today: string): string {
  if (lastMonth.has(name)) return addDays(today, -40);
  if (beforeLastMonth.has(name)) return addDays(today, -70);
  return behind.has(name) ? today : addDays(today, aheadDays);
}

interface Asked {
  readonly name: string;
  readonly spec: FieldSpec;
  /** Plain date. */
  readonly today: string;
  /** What money means where its name says nothing, in fen. */
  readonly sum: number;
}

/** Names that stand for one thing each: what two cases of a walk call alike would be found twice. */
const oneOfAKind = new Set(['dataName', 'entryName']);
let things = 0;

function text({ name }: Asked): string {
  if (oneOfAKind.has(name)) things += 1;
  return texts[name] ?? `${name}内容${oneOfAKind.has(name) ? String(things) : ''}`;
}
/** A plan whose collection has not closed yet, whatever the day. */
const planYear = (today: string): number => Number(today.slice(0, 4)) + 2;
const number = ({ name, today }: Asked) => (name === 'planYear' ? planYear(today) : (numbers[name] ?? 3));

const sound: Readonly<Record<FactType, (asked: Asked) => FieldValue>> = {
  text,
  person: text,
  organisation: text,
  integer: number,
  number,
  money: ({ name, sum }) => sums[name] ?? sum,
  date: ({ name, today }) => dateFor(name, today),
  boolean: ({ name }) => !barring.has(name),
  choice: ({ name, spec }) => choices[name] ?? spec.options?.[0] ?? null,
  choices: ({ spec }) => spec.options?.slice(0, 1) ?? [],
  verdict: () => 'passed',
  list: ({ spec, today }) => Array.from({ length: 5 }, () => fieldsOf(spec.of ?? {}, today)),
};

/** Sound values of all these fields. */
export function fieldsOf(
  specs: Readonly<Record<string, FieldSpec>>,
  today: string,
  sum: number = ofCase,
): Fields {
  const values = Object.entries(specs).map(([name, spec]) => [
    name,
    sound[spec.type]({ name, spec, today, sum }),
  ]);
  return Object.fromEntries(values) as Fields;
}

/** What the paper of a kind declares. */
export function paperFields({ fields }: Material, today: string): Fields {
  const asked = Object.entries(fields).filter(([, { optional }]) => optional !== true);
  return fieldsOf(Object.fromEntries(asked), today, ofPaper);
}

/** Facts that people declare, of those due at one of these points. */
function declaredAt(facts: Pack['facts'], points: readonly string[], today: string): Fields {
  const drafted = Object.entries(facts).filter(
    ([, { due, derive, total, set, counts }]) =>
      points.includes(due) && [derive, total, set, counts].every((origin) => origin === undefined),
  );
  return fieldsOf(Object.fromEntries(drafted), today);
}

/** The facts somebody declares when a project is drafted. */
export function draftFacts(facts: Pack['facts'], today: string): Fields {
  return declaredAt(facts, ['draft'], today);
}

/** The facts somebody declares when a case is opened: also those that its first step asks for. */
export function openingFacts({ facts, phases }: Body, today: string): Fields {
  return declaredAt(facts, ['draft', phases[0]?.steps[0]?.step ?? 'draft'], today);
}
