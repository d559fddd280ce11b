/** Walks the syntax tree of a condition when a pack is read: every name, type and function is checked, loops are refused. */
import { checkArithmetic, checkComparison, checkCall, isBoolean, sameType } from './feel-rules';
import type { Said } from './feel-rules';
import { at, boolean, childrenOf, complain, nameType, partsOf, textOf, unknown } from './feel-tree';
import type { Bound, Node, Problem, Walk } from './feel-tree';
import type { FeelType, Scope } from './feel-types';

export interface Checked {
  readonly type: FeelType;
  readonly reads: ReadonlyMap<string, FeelType>;
  readonly testsNull: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
  readonly problems: readonly Problem[];
}

/** Checks a parsed expression against the declared names. */
export function checkTree(text: string, top: Node, scope: Scope): Checked {
  const walk: Walk = {
    ...{ text, scope, reads: new Map(), testsNull: new Set(), columns: new Set() },
    ...{ problems: [], bound: new Map() },
  };
  const [only, ...more] = childrenOf(top);
  if (only === undefined || more.length > 0)
    complain(walk, top, { zh: '表达式不完整', en: 'the expression is not complete' });
  const type = only === undefined ? unknown : typeOf(only, walk);
  const { reads, testsNull, columns, problems } = walk;
  return { type, reads, testsNull, columns, problems };
}

const visitors: Readonly<Record<string, (node: Node, walk: Walk) => FeelType>> = {
  VariableName: nameType,
  PathExpression: nameType,
  NumericLiteral: (node, walk) => ({ is: 'literal', value: Number(textOf(node, walk)) }),
  StringLiteral: (node, walk) => ({ is: 'text', written: textOf(node, walk).slice(1, -1) }),
  BooleanLiteral: () => boolean,
  null: () => ({ is: 'null' }),
  ParenthesizedExpression: (node, walk) => {
    const inner = partsOf(node).find((child) => visitors[child.name] !== undefined);
    return inner === undefined ? unknown : typeOf(inner, walk);
  },
  Conjunction: logic,
  Disjunction: logic,
  Comparison: comparison,
  ArithmeticExpression: arithmetic,
  FunctionInvocation: call,
  List: list,
  QuantifiedExpression: quantified,
  IfExpression: choose,
};

const refusedNodes: Readonly<Record<string, Said>> = {
  ForExpression: { zh: '不允许循环 for', en: 'for loops are not allowed' },
  FunctionDefinition: { zh: '不允许自定义函数', en: 'functions of your own are not allowed' },
  FilterExpression: {
    zh: '不允许筛选 […],请用 some / every',
    en: 'filters […] are not allowed: use some or every',
  },
  DateTimeLiteral: {
    zh: '日期请写成 "2024-01-01" 直接比较',
    en: 'write dates as "2024-01-01" and compare them as they are',
  },
  SimplePositiveUnaryTest: {
    zh: '不允许区间或重复的比较符,请用 >= 与 <= 分别比较',
    en: 'ranges and doubled operators are not allowed: compare with >= and <=',
  },
};

function typeOf(node: Node, walk: Walk): FeelType {
  const visit = visitors[node.name];
  if (visit !== undefined) return visit(node, walk);
  if (node.type.isError) complain(walk, node, { zh: '语法错误', en: 'syntax error' });
  else
    complain(
      walk,
      node,
      refusedNodes[node.name] ?? {
        zh: `不允许使用 ${textOf(node, walk)}`,
        en: `${textOf(node, walk)} is not allowed here`,
      },
    );
  return unknown;
}

function logic(node: Node, walk: Walk): FeelType {
  for (const part of partsOf(node).filter((child) => child.name !== 'and' && child.name !== 'or')) {
    mustBeBoolean(part, typeOf(part, walk), walk);
  }
  return boolean;
}

function mustBeBoolean(node: Node, type: FeelType, walk: Walk): void {
  if (!isBoolean(type))
    complain(walk, node, {
      zh: `${textOf(node, walk)} 不是真假值`,
      en: `${textOf(node, walk)} is neither true nor false`,
    });
}

function comparison(node: Node, walk: Walk): FeelType {
  const [left, operator, right, ...more] = partsOf(node);
  if (left === undefined || right === undefined || operator?.name !== 'CompareOp' || more.length > 0) {
    complain(walk, node, {
      zh: '不允许 in、between 或区间,请用 list contains 或 >= 与 <=',
      en: 'in, between and ranges are not allowed: use list contains, or >= and <=',
    });
    return boolean;
  }
  const leftType = typeOf(left, walk);
  const rightType = typeOf(right, walk);
  if (rightType.is === 'null') noteNullTest(left, leftType, walk);
  if (leftType.is === 'null') noteNullTest(right, rightType, walk);
  checkComparison(leftType, textOf(operator, walk), rightType, at(walk, node));
  return boolean;
}

function noteNullTest(node: Node, type: FeelType, walk: Walk): void {
  const text = textOf(node, walk);
  const [head = ''] = text.split('.');
  if (type.is !== 'unknown' && walk.reads.has(text) && !walk.bound.has(head)) walk.testsNull.add(text);
  else
    complain(walk, node, {
      zh: '只有已声明的名称可以与 null 比较',
      en: 'only a declared name may be compared with null',
    });
}

function arithmetic(node: Node, walk: Walk): FeelType {
  const [left, operator, right, ...more] = partsOf(node);
  if (left === undefined || operator?.name !== 'ArithOp' || right === undefined || more.length > 0) {
    complain(walk, node, { zh: '不允许的算式', en: 'this arithmetic is not allowed' });
    return unknown;
  }
  return checkArithmetic(typeOf(left, walk), textOf(operator, walk), typeOf(right, walk), at(walk, node));
}

function call(node: Node, walk: Walk): FeelType {
  const [called, parameters] = partsOf(node);
  const given = parameters?.name === 'PositionalParameters' ? partsOf(parameters) : [];
  if (called === undefined || (parameters !== undefined && parameters.name !== 'PositionalParameters')) {
    complain(walk, node, { zh: '函数参数须按位置书写', en: 'arguments are given by position' });
    return unknown;
  }
  return checkCall(
    textOf(called, walk).replaceAll(/\s+/g, ' '),
    given.map((part) => typeOf(part, walk)),
    at(walk, node),
  );
}

function list(node: Node, walk: Walk): FeelType {
  const types = partsOf(node).map((part) => typeOf(part, walk));
  const [first = unknown] = types;
  if (types.some((type) => !sameType(type, first)))
    complain(walk, node, { zh: '列表各项类型须相同', en: 'the items of a list must be of one type' });
  const typed = types.find((type) => type.is === 'text' && type.options !== undefined);
  return { is: 'list', of: typed ?? (first.is === 'text' ? { is: 'text' } : first) };
}

/** `some` / `every x in list satisfies …`: the only loops, and only over declared lists. */
function quantified(node: Node, walk: Walk): FeelType {
  const parts = partsOf(node);
  const bound = new Map(walk.bound);
  for (const source of parts.filter((part) => part.name === 'InExpressions').flatMap(childrenOf))
    bind(source, walk, bound);
  const test = parts.at(-1);
  if (test !== undefined) mustBeBoolean(test, typeOf(test, { ...walk, bound }), walk);
  return boolean;
}

function bind(source: Node, walk: Walk, bound: Map<string, Bound>): void {
  const [variable, , context] = childrenOf(source);
  const over = context === undefined ? [] : childrenOf(context);
  const [item] = over;
  if (variable === undefined || item === undefined || over.length > 1) {
    complain(walk, source, { zh: '不允许区间', en: 'ranges are not allowed' });
    return;
  }
  const type = typeOf(item, walk);
  if (type.is !== 'list')
    complain(walk, item, { zh: `${textOf(item, walk)} 不是列表`, en: `${textOf(item, walk)} is not a list` });
  bound.set(textOf(variable, walk), {
    type: type.is === 'list' ? type.of : unknown,
    path: textOf(item, walk),
  });
}

function choose(node: Node, walk: Walk): FeelType {
  const [test, yes, no] = partsOf(node).filter((part) => !['if', 'then', 'else'].includes(part.name));
  if (test === undefined || yes === undefined || no === undefined) {
    complain(walk, node, { zh: 'if 须有 then 与 else', en: 'if needs then and else' });
    return unknown;
  }
  mustBeBoolean(test, typeOf(test, walk), walk);
  const first = typeOf(yes, walk);
  const second = typeOf(no, walk);
  if (!sameType(first, second))
    complain(walk, node, { zh: '两个分支类型须相同', en: 'both branches must be of one type' });
  return first;
}
