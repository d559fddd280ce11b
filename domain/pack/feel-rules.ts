/** What conditions may compute and compare: the typing rules behind feel-checker.ts, with the message for each breach. */
import { nameOfType } from './feel-types';
import type { FeelType } from './feel-types';

export interface Said {
  readonly zh: string;
  readonly en: string;
}

export type Complain = (said: Said) => void;

const number: FeelType = { is: 'number' };
const boolean: FeelType = { is: 'boolean' };

/** Numbers that carry no law of their own: scaling and "none". Any other number belongs under `values`, with its article. */
const plainNumbers = [0, 1, 10, 100, 1000, 10_000];

const unknownOr = (type: FeelType, ...kinds: readonly FeelType['is'][]): boolean =>
  type.is === 'unknown' || kinds.includes(type.is);

/** Whether a type may stand where true or false is needed. */
export function isBoolean(type: FeelType): boolean {
  return unknownOr(type, 'boolean');
}

/** Whether two types are one for lists and branches. */
export function sameType(a: FeelType, b: FeelType): boolean {
  if (a.is === 'unknown' || b.is === 'unknown') return true;
  if (isNumeric(a) && isNumeric(b)) return a.is !== 'money' && b.is !== 'money' ? true : a.is === b.is;
  return a.is === 'list' && b.is === 'list' ? sameType(a.of, b.of) : a.is === b.is;
}

function isNumeric(type: FeelType): boolean {
  return type.is === 'number' || type.is === 'literal' || type.is === 'money';
}

function checkLiteral(type: FeelType, complain: Complain): void {
  if (type.is !== 'literal' || plainNumbers.includes(type.value)) return;
  complain({
    zh: `数字 ${type.value} 须列入 values 并注明条款`,
    en: `the number ${type.value} must be declared under values with its article`,
  });
}

/** Money only with money, or with 0; choices only with their options; order only among numbers, money and dates. */
export function checkComparison(left: FeelType, operator: string, right: FeelType, complain: Complain): void {
  checkLiteral(left, complain);
  checkLiteral(right, complain);
  const sides = [left, right];
  if (sides.some((side) => side.is === 'unknown')) return;
  const equality = operator === '=' || operator === '!=';
  if (sides.some((side) => side.is === 'null')) {
    if (!equality) complain({ zh: 'null 只能用 = 或 != 比较', en: 'null is compared with = or != only' });
    return;
  }
  if (!comparable(left, right)) {
    complain({
      zh: `${nameOfType(left)} 与 ${nameOfType(right)} 不能比较`,
      en: `${nameOfType(left)} cannot be compared with ${nameOfType(right)}`,
    });
    return;
  }
  if (!equality && !sides.some(isOrdered))
    complain({ zh: `${nameOfType(left)} 没有大小之分`, en: `${nameOfType(left)} has no order` });
  checkOption(left, right, complain);
  checkOption(right, left, complain);
}

function isOrdered(type: FeelType): boolean {
  return isNumeric(type) || type.is === 'date';
}

function comparable(left: FeelType, right: FeelType): boolean {
  if (left.is === 'money' || right.is === 'money')
    return [left, right].every((type) => type.is === 'money' || (type.is === 'literal' && type.value === 0));
  if (isNumeric(left)) return isNumeric(right);
  if (left.is === 'date' || right.is === 'date') return [left, right].every(isDate);
  return left.is === right.is && (left.is === 'text' || left.is === 'boolean');
}

function isDate(type: FeelType): boolean {
  return type.is === 'date' || (type.is === 'text' && /^\d{4}-\d{2}-\d{2}$/.test(type.written ?? ''));
}

function checkOption(choice: FeelType, text: FeelType, complain: Complain): void {
  if (
    choice.is !== 'text' ||
    choice.options === undefined ||
    text.is !== 'text' ||
    text.written === undefined
  )
    return;
  if (choice.options.includes(text.written)) return;
  complain({ zh: `没有选项 “${text.written}”`, en: `there is no option "${text.written}"` });
}

/** Sums and products of integers; money is added to money and multiplied by numbers, never divided. */
export function checkArithmetic(
  left: FeelType,
  operator: string,
  right: FeelType,
  complain: Complain,
): FeelType {
  checkLiteral(left, complain);
  checkLiteral(right, complain);
  if (!['+', '-', '*'].includes(operator)) {
    complain({
      zh: `不允许运算 ${operator}:请两边同乘后比较整数`,
      en: `${operator} is not allowed: multiply both sides and compare integers`,
    });
    return number;
  }
  if (left.is === 'unknown' || right.is === 'unknown') return { is: 'unknown' };
  if (!isNumeric(left) || !isNumeric(right)) {
    complain({
      zh: `${nameOfType(left)} 与 ${nameOfType(right)} 不能计算`,
      en: `cannot compute with ${nameOfType(left)} and ${nameOfType(right)}`,
    });
    return number;
  }
  return operator === '*' ? product(left, right, complain) : sum(left, right, complain);
}

function product(left: FeelType, right: FeelType, complain: Complain): FeelType {
  if (left.is === 'money' && right.is === 'money')
    complain({ zh: '金额不能相乘', en: 'money cannot be multiplied by money' });
  return left.is === 'money' || right.is === 'money' ? { is: 'money' } : number;
}

function sum(left: FeelType, right: FeelType, complain: Complain): FeelType {
  if ((left.is === 'money') !== (right.is === 'money'))
    complain({ zh: '金额只能与金额相加减', en: 'money is added to money only' });
  return left.is === 'money' ? left : right.is === 'money' ? right : number;
}

interface FunctionRow {
  readonly takes: readonly ((type: FeelType) => boolean)[];
  readonly gives: (types: readonly FeelType[]) => FeelType;
}

const isList = (type: FeelType): boolean => unknownOr(type, 'list');
const isText = (type: FeelType): boolean => unknownOr(type, 'text');
const isBooleans = (type: FeelType): boolean =>
  type.is === 'unknown' || (type.is === 'list' && isBoolean(type.of));
const isNumbers = (type: FeelType): boolean =>
  type.is === 'unknown' || (type.is === 'list' && (type.of.is === 'unknown' || isNumeric(type.of)));
const givesBoolean = (): FeelType => boolean;
const givesItem = ([given]: readonly FeelType[]): FeelType =>
  given?.is === 'list' && given.of.is === 'money' ? given.of : number;

/** The functions conditions may call: total, exact, without clock or regular expression. */
const functions: Readonly<Record<string, FunctionRow>> = {
  not: { takes: [isBoolean], gives: givesBoolean },
  'list contains': { takes: [isList, () => true], gives: givesBoolean },
  count: { takes: [isList], gives: () => number },
  sum: { takes: [isNumbers], gives: givesItem },
  min: { takes: [isNumbers], gives: givesItem },
  max: { takes: [isNumbers], gives: givesItem },
  all: { takes: [isBooleans], gives: givesBoolean },
  any: { takes: [isBooleans], gives: givesBoolean },
  'string length': { takes: [isText], gives: () => number },
  contains: { takes: [isText, isText], gives: givesBoolean },
  'starts with': { takes: [isText, isText], gives: givesBoolean },
  'ends with': { takes: [isText, isText], gives: givesBoolean },
};

/** Names a pack may not declare, because conditions read them as functions or words of FEEL. */
export const reservedNames: readonly string[] = [
  ...Object.keys(functions),
  'and',
  'or',
  'if',
  'then',
  'else',
  'for',
  'in',
  'return',
  'some',
  'every',
  'satisfies',
  'between',
  'instance',
  'of',
  'function',
  'true',
  'false',
  'null',
  'date',
  'time',
  'duration',
  'item',
  'now',
  'today',
  'round',
  'owner',
];

const banned: Readonly<Record<string, Said>> = {
  now: { zh: '不允许 now():时间由流程给出', en: 'now() is not allowed: time comes from the workflow' },
  today: { zh: '不允许 today():请用名称 today', en: 'today() is not allowed: read the name today' },
  matches: { zh: '不允许正则 matches', en: 'matches is not allowed: regular expressions may never end' },
  replace: { zh: '不允许正则 replace', en: 'replace is not allowed: regular expressions may never end' },
  split: { zh: '不允许正则 split', en: 'split is not allowed: regular expressions may never end' },
};

/** A call of an allowed function with arguments of the right types. */
export function checkCall(called: string, given: readonly FeelType[], complain: Complain): FeelType {
  const row = Object.hasOwn(functions, called) ? functions[called] : undefined;
  if (row === undefined) {
    complain(
      (Object.hasOwn(banned, called) ? banned[called] : undefined) ?? {
        zh: `不允许函数 ${called}`,
        en: `the function ${called} is not allowed`,
      },
    );
    return { is: 'unknown' };
  }
  if (
    row.takes.length !== given.length ||
    row.takes.some((fits, index) => !fits(given[index] ?? { is: 'null' }))
  ) {
    complain({
      zh: `函数 ${called} 的参数不对(${given.map(nameOfType).join('、')})`,
      en: `wrong arguments for ${called} (${given.map(nameOfType).join(', ')})`,
    });
  }
  if (called === 'list contains') checkContained(given, complain);
  return row.gives(given);
}

function checkContained([list, item]: readonly FeelType[], complain: Complain): void {
  if (list?.is !== 'list' || item === undefined) return;
  if (!sameType(list.of, item))
    complain({ zh: '列表中没有这种类型的项', en: 'the list holds no items of that type' });
  checkOption(list.of, item, complain);
  checkOption(item, list.of, complain);
}
