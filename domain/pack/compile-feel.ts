/** Reads a condition of a pack: syntax, names, types, functions, then a dry run. For load time only; workflows use feel.ts. */
import { parseExpression } from 'feelin';
import { evaluateExpression } from './feel';
import { checkTree } from './feel-checker';
import type { Problem } from './feel-tree';
import { nameOfType, sampleOf } from './feel-types';
import type { FeelType, Scope } from './feel-types';
import type { Said } from './feel-rules';
import type { Expression } from './types';

export type Compiled =
  | { readonly ok: true; readonly expression: Expression; readonly type: FeelType }
  | { readonly ok: false; readonly problems: readonly Said[] };

const longest = 1000;
/** Signs of a Chinese keyboard that FEEL does not know, with what to write instead. */
const foreignSigns: Readonly<Record<string, string>> = {
  '\u2265': '>=',
  '\u2264': '<=',
  '\u2260': '!=',
  '\u201C': '"',
  '\u201D': '"',
  '\u2018': '"',
  '\u2019': '"',
  '\u00D7': '*',
  '\u3001': ',',
  '\u3002': '.',
};
const fullWidth = /[\uFF01-\uFF5E]/;
/** Full-width forms stand at a fixed distance from their ASCII characters. */
const fullWidthOffset = 0xfee0;

function plainSign(character: string): string | undefined {
  if (fullWidth.test(character)) return String.fromCharCode(character.charCodeAt(0) - fullWidthOffset);
  return Object.hasOwn(foreignSigns, character) ? foreignSigns[character] : undefined;
}

/** Checks one expression against the declared names and the type it must have. */
export function compileExpression(text: string, scope: Scope, wanted: FeelType): Compiled {
  const early = beforeParsing(text);
  if (early.length > 0) return { ok: false, problems: early };
  const checked = parse(text, scope);
  const problems: Said[] = checked.problems.map(({ zh, en, from }) => ({
    zh: `第 ${from + 1} 字符:${zh}`,
    en: `character ${from + 1}: ${en}`,
  }));
  if (problems.length === 0 && !fitsWanted(checked.type, wanted)) {
    problems.push({
      zh: `结果应为 ${nameOfType(wanted)},实为 ${nameOfType(checked.type)}`,
      en: `it must give ${nameOfType(wanted)} but gives ${nameOfType(checked.type)}`,
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  const expression: Expression = {
    feel: text,
    reads: [...checked.reads.keys()].sort(),
    testsNull: [...checked.testsNull].sort(),
    types: runTimeTypes(checked.reads),
    ...(checked.columns.size === 0 ? {} : { columns: [...checked.columns].sort() }),
  };
  const faults = dryRun(expression, checked.reads, wanted);
  return faults.length > 0 ? { ok: false, problems: faults } : { ok: true, expression, type: checked.type };
}

function beforeParsing(text: string): Said[] {
  if (text.length > longest)
    return [{ zh: `表达式超过 ${longest} 字符`, en: `the expression is longer than ${longest} characters` }];
  const bare = text.replaceAll(/"[^"]*"/g, '');
  return [...new Set(bare)].flatMap((character) => {
    const plain = plainSign(character);
    if (plain === undefined) return [];
    return [
      {
        zh: `请用半角:${character} 应写作 ${plain}`,
        en: `${character} is a full-width sign: write ${plain}`,
      },
    ];
  });
}

function parse(text: string, scope: Scope): ReturnType<typeof checkTree> {
  const tree = parseExpression(text, {}, undefined);
  const broken: Problem[] = [];
  tree.iterate({
    enter: (node) => {
      if (node.type.isError) broken.push({ zh: '语法错误', en: 'syntax error', from: node.from });
      if (node.name === 'LineComment' || node.name === 'BlockComment')
        broken.push({ zh: '不允许注释', en: 'comments are not allowed', from: node.from });
    },
  });
  const [first] = broken;
  if (first !== undefined)
    return {
      type: { is: 'unknown' },
      reads: new Map(),
      testsNull: new Set(),
      columns: new Set(),
      problems: [first],
    };
  return checkTree(text, tree.topNode, scope);
}

function fitsWanted(type: FeelType, wanted: FeelType): boolean {
  if (wanted.is === 'unknown') return true;
  if (wanted.is === 'number') return type.is === 'number' || type.is === 'literal';
  return type.is === wanted.is;
}

function runTimeTypes(reads: ReadonlyMap<string, FeelType>): NonNullable<Expression['types']> {
  const types: Record<string, NonNullable<Expression['types']>[string]> = {};
  for (const [name, type] of reads) types[name] = runTimeType(type);
  return types;
}

function runTimeType(type: FeelType): NonNullable<Expression['types']>[string] {
  if (type.is === 'literal' || type.is === 'null' || type.is === 'unknown') return 'text';
  return type.is;
}

/** Evaluates it on samples, also with each name that it tests for null left out, so that no run meets the first surprise. */
function dryRun(expression: Expression, reads: ReadonlyMap<string, FeelType>, wanted: FeelType): Said[] {
  const absent = [[], ...expression.testsNull.map((name) => [name]), [...expression.testsNull]];
  for (const names of absent) {
    const result = evaluateExpression(expression, sampleContext(reads, names));
    const wrong =
      'fault' in result ? result.fault : 'value' in result ? wrongValue(result.value, wanted) : undefined;
    if (wrong !== undefined) return [{ zh: `试算失败:${wrong}`, en: `the dry run failed: ${wrong}` }];
  }
  return [];
}

function wrongValue(value: unknown, wanted: FeelType): string | undefined {
  return wanted.is === 'boolean' && typeof value !== 'boolean' ? `gives ${JSON.stringify(value)}` : undefined;
}

interface Tree {
  [name: string]: unknown;
}

function sampleContext(reads: ReadonlyMap<string, FeelType>, absent: readonly string[]): Tree {
  const root: Tree = {};
  const lists = [...reads].filter(([, type]) => type.is === 'list').map(([name]) => name);
  for (const [name, type] of reads) {
    if (lists.some((list) => name.startsWith(`${list}.`))) continue;
    const missing = absent.some((gone) => name === gone || name.startsWith(`${gone}.`));
    plant(root, name.split('.'), missing ? null : sampleOf(type));
  }
  return root;
}

function plant(root: Tree, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    if (root[head] === undefined) root[head] = value;
    return;
  }
  const held = root[head];
  const next: Tree = isTree(held) ? held : {};
  root[head] = held === null ? null : next;
  if (held !== null) plant(next, rest, value);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
