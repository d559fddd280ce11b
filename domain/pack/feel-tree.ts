/** The syntax tree of a condition while it is walked: its parts, what they say, the declared names they read, complaints. */
import type { parseExpression } from 'feelin';
import type { Complain, Said } from './feel-rules';
import type { FeelType, Scope } from './feel-types';

export type Node = ReturnType<typeof parseExpression>['topNode'];

export interface Problem extends Said {
  /** Offset in the expression. */
  readonly from: number;
}

/** A variable of `some` / `every`, bound to the list it runs over. */
export interface Bound {
  readonly type: FeelType;
  readonly path: string;
}

export interface Walk {
  readonly text: string;
  readonly scope: Scope;
  readonly reads: Map<string, FeelType>;
  readonly testsNull: Set<string>;
  /** Lists of which a column is read: `funding.money`. */
  readonly columns: Set<string>;
  readonly problems: Problem[];
  readonly bound: ReadonlyMap<string, Bound>;
}

export const unknown: FeelType = { is: 'unknown' };
export const boolean: FeelType = { is: 'boolean' };

/** The parts of a node, brackets too. */
export function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}

/** Children that are no brackets; errors of syntax among them are reported by typeOf. */
export function partsOf(node: Node): Node[] {
  return childrenOf(node).filter((child) => !['(', ')', '[', ']', '.'].includes(child.name));
}

/** What the author wrote there. */
export function textOf(node: Node, walk: Walk): string {
  return walk.text.slice(node.from, node.to);
}

/** Adds a complaint about a node. */
export function complain(walk: Walk, node: Node, said: Said): void {
  walk.problems.push({ ...said, from: node.from });
}

/** A complaint that the rules of FEEL may raise about this node. */
export const at =
  (walk: Walk, node: Node): Complain =>
  (said) =>
    complain(walk, node, said);

/** The type of a declared name or path, noted as read; an undeclared one is complained about. */
export function nameType(node: Node, walk: Walk): FeelType {
  const [head = '', ...rest] = textOf(node, walk)
    .split('.')
    .map((part) => part.trim());
  const bound = walk.bound.get(head);
  const declared = bound?.type ?? ownType(walk.scope, head);
  const type = declared === undefined ? undefined : rest.reduce<FeelType | undefined>(fieldType, declared);
  if (type === undefined) {
    const wrong = declared === undefined ? head : [head, ...rest].join('.');
    complain(walk, node, { zh: `未声明的名称 ${wrong}`, en: `the name ${wrong} is not declared` });
    return unknown;
  }
  noteRead({ path: [bound?.path ?? head, ...rest], declared, type }, walk);
  return type;
}

interface Read {
  readonly path: readonly string[];
  /** What the first name is. */
  readonly declared: FeelType | undefined;
  readonly type: FeelType;
}

/** Notes what is read; of a column both the list and what each of its rows must hold. */
function noteRead({ path, declared, type }: Read, walk: Walk): void {
  const [head = ''] = path;
  const isColumn = declared?.is === 'list' && path.length > 1;
  if (isColumn) {
    walk.columns.add(head);
    walk.reads.set(head, declared);
  }
  const item = isColumn && type.is === 'list' ? type.of : type;
  if (item.is !== 'unknown') walk.reads.set(path.join('.'), item);
}

function ownType(scope: Scope, key: string): FeelType | undefined {
  return Object.hasOwn(scope, key) ? scope[key] : undefined;
}

function fieldType(holder: FeelType | undefined, field: string): FeelType | undefined {
  if (holder?.is === 'unknown') return unknown;
  // A column of a list of rows: the values of one field, row by row.
  if (holder?.is === 'list' && holder.of.is === 'context') {
    const of = ownType(holder.of.fields, field);
    return of === undefined || of.is === 'list' ? undefined : { is: 'list', of };
  }
  return holder?.is === 'context' ? ownType(holder.fields, field) : undefined;
}
