/** Evaluates the conditions of a pack at run time, inside workflows. Strict: feelin never throws, so its silence is caught here. */
import { evaluate } from 'feelin';
import type { Expression } from './types';

/** A value; or the dotted names that are not known yet; or why the expression cannot be trusted. */
export type Evaluation =
  { readonly value: unknown } | { readonly undecided: readonly string[] } | { readonly fault: string };

/** As Evaluation, for a condition: exactly true or false. */
export type Condition =
  { readonly holds: boolean } | { readonly undecided: readonly string[] } | { readonly fault: string };

export type FeelContext = Readonly<Record<string, unknown>>;

/** Beyond this a product with a percentage leaves the integers that doubles hold exactly (1e13 fen is 100 billion yuan). */
const largestNumber = 1e13;

/**
 * Evaluates an expression of a read pack. A name that is null or absent and that the expression does not compare with
 * null itself makes it undecided. Money is integer fen, dates are `YYYY-MM-DD` text.
 */
export function evaluateExpression(expression: Expression, context: FeelContext): Evaluation {
  const undecided = expression.reads.filter(
    (name) => !isTested(expression, name) && isMissing(context, name.split('.')),
  );
  undecided.push(...(expression.columns ?? []).filter((name) => isEmpty(context, name.split('.'))));
  if (undecided.length > 0) return { undecided: [...new Set(undecided)] };
  const wrong = wrongType(expression, context);
  if (wrong !== undefined) return { fault: wrong };
  const result = evaluateQuietly(expression, context);
  if ('fault' in result) return result;
  if (result.value === null || result.value === undefined)
    return { fault: `${expression.feel}: has no value` };
  if (typeof result.value === 'number' && !Number.isFinite(result.value))
    return { fault: `${expression.feel}: is not a number` };
  return result;
}

/** Evaluates a condition: anything but exactly true or false is a fault, never "no". */
export function evaluateCondition(expression: Expression, context: FeelContext): Condition {
  const result = evaluateExpression(expression, context);
  if (!('value' in result)) return result;
  if (typeof result.value !== 'boolean') return { fault: `${expression.feel}: is neither true nor false` };
  return { holds: result.value };
}

type Quiet = { readonly value: unknown } | { readonly fault: string };

/**
 * The last answer of each expression. One decision asks the same conditions of the same facts again and again (before it
 * is taken up, when it is taken, for what is then allowed), and feelin reads the text anew every time.
 */
const memo = new WeakMap<Expression, { readonly asked: string; readonly answer: Quiet }>();

function evaluateQuietly(expression: Expression, context: FeelContext): Quiet {
  const projected = projectContext(expression.reads, context);
  const asked = JSON.stringify(projected);
  const last = memo.get(expression);
  if (last?.asked === asked) return last.answer;
  const answer = evaluateAnew(expression, projected);
  memo.set(expression, { asked, answer });
  return answer;
}

function evaluateAnew(expression: Expression, projected: FeelContext): Quiet {
  try {
    const { value, warnings } = evaluate(expression.feel, projected);
    const [warning] = warnings;
    return warning === undefined ? { value } : { fault: `${expression.feel}: ${warning.message}` };
  } catch (error) {
    return { fault: `${expression.feel}: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** A name counts as tested when the expression compares it, or what holds it, with null. */
function isTested(expression: Expression, name: string): boolean {
  return expression.testsNull.some((tested) => name === tested || name.startsWith(`${tested}.`));
}

/** Own properties only: `constructor` and `__proto__` are not names of a pack. */
function own(holder: unknown, key: string): unknown {
  if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) return null;
  return Reflect.get(holder, key) ?? null;
}

function lookUp(holder: unknown, path: readonly string[]): readonly unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) return [holder];
  if (Array.isArray(holder)) return holder.flatMap((item) => lookUp(item, path));
  return lookUp(own(holder, head), rest);
}

function isMissing(context: FeelContext, path: readonly string[]): boolean {
  return lookUp(context, path).some((value) => value === null || value === undefined);
}

function isEmpty(context: FeelContext, path: readonly string[]): boolean {
  const list = path.reduce<unknown>(own, context);
  return Array.isArray(list) && list.length === 0;
}

/** feelin reads "1500" > 1000 as true and compares a Date with nothing: the declared types are held here. */
function wrongType(expression: Expression, context: FeelContext): string | undefined {
  for (const [name, type] of Object.entries(expression.types ?? {})) {
    for (const value of lookUp(context, name.split('.'))) {
      if (value === null || value === undefined) continue;
      if (!fits(value, type)) return `${expression.feel}: ${name} is not a ${type}`;
    }
  }
  return undefined;
}

function fits(value: unknown, type: string): boolean {
  if (type === 'number') return typeof value === 'number' && Math.abs(value) <= largestNumber;
  if (type === 'money') return Number.isInteger(value) && Math.abs(Number(value)) <= largestNumber;
  if (type === 'list') return Array.isArray(value);
  if (type === 'boolean') return typeof value === 'boolean';
  if (type === 'context')
    return typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
  return typeof value === 'string';
}

/** Hands feelin the declared names and nothing else, each present: an absent variable would be a warning. */
function projectContext(reads: readonly string[], context: FeelContext): Record<string, unknown> {
  const projected = project(
    context,
    reads.map((name) => name.split('.')),
  );
  return typeof projected === 'object' && projected !== null
    ? Object.fromEntries(Object.entries(projected))
    : {};
}

function project(value: unknown, paths: readonly (readonly string[])[]): unknown {
  const deeper = paths.filter((path) => path.length > 0);
  if (deeper.length === 0) return paths.length === 0 ? {} : (value ?? null);
  if (Array.isArray(value)) return value.map((item) => project(item, deeper));
  const readWhole = deeper.length < paths.length;
  if (readWhole && (value === null || value === undefined)) return null;
  const heads = [...new Set(deeper.map(([head]) => head ?? ''))];
  return Object.fromEntries(
    heads.map((head) => [
      head,
      project(
        own(value, head),
        deeper.filter((path) => path[0] === head).map((path) => path.slice(1)),
      ),
    ]),
  );
}
