/** Reads the YAML text of a pack (1.2, no aliases, no doubled keys) and finds the line of any row in it. */
import { isAlias, isMap, isNode, isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { Found, PackMistake, Path } from './mistakes';

export interface YamlSource {
  readonly form: unknown;
  readonly mistakes: readonly PackMistake[];
  /** Gives a mistake its line and column: of the row's key, or of the nearest row around it. */
  readonly place: (found: Found) => PackMistake;
}

/** Above this a text is no pack but an attack or an accident. */
const largestText = 1_000_000;

/** Reads the text; what is wrong with it as YAML is among the mistakes. */
export function readYaml(text: string): YamlSource {
  if (text.length > largestText)
    return refused('yaml/too-long', '文件超过 1 MB', 'the text is longer than 1 MB');
  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: true,
    stringKeys: true,
    strict: true,
    lineCounter: lines,
  });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const mistakes: PackMistake[] = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    path: '',
    code: error.code === 'DUPLICATE_KEY' ? 'yaml/duplicate-key' : 'yaml/syntax',
    zh: error.code === 'DUPLICATE_KEY' ? '键重复' : `YAML 语法错误:${firstLine(error.message)}`,
    en: error.code === 'DUPLICATE_KEY' ? 'this key stands twice' : `YAML syntax: ${firstLine(error.message)}`,
  }));
  mistakes.push(...forbiddenNodes(document.contents, at));
  const place = (found: Found): PackMistake => {
    const { path, ...said } = found;
    return { ...at(offsetOf(document.contents, path)), path: path.join('.'), ...said };
  };
  return { form: mistakes.length > 0 ? undefined : document.toJS(), mistakes, place };
}

function refused(code: string, zh: string, en: string): YamlSource {
  const mistake: PackMistake = { line: 1, column: 1, path: '', code, zh, en };
  return {
    form: undefined,
    mistakes: [mistake],
    place: ({ path, ...said }) => ({ line: 1, column: 1, path: path.join('.'), ...said }),
  };
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? message;
}

/** Aliases would hide a row's line, and names of Object.prototype are found on every object. */
function forbiddenNodes(
  root: Node | null,
  at: (offset: number) => { line: number; column: number },
): PackMistake[] {
  const mistakes: PackMistake[] = [];
  visit(root, {
    Alias: (_, node) =>
      void mistakes.push({
        ...at(node.range?.[0] ?? 0),
        path: '',
        code: 'yaml/alias',
        zh: '不允许引用(&、*)',
        en: 'aliases are not allowed',
      }),
    Pair: (_, pair) => {
      if (!isScalar(pair.key) || !(String(pair.key.value) in {})) return;
      const key = String(pair.key.value);
      mistakes.push({
        ...at(pair.key.range?.[0] ?? 0),
        path: key,
        code: 'yaml/reserved-key',
        zh: `不允许的键 ${key}`,
        en: `the key ${key} is not allowed`,
      });
    },
  });
  return mistakes;
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = startOf(root);
  for (const part of path) {
    const child = childOf(node, part);
    if (child === undefined) break;
    node = isPair(child) ? child.value : child;
    offset = startOf(isPair(child) ? child.key : child) ?? offset;
  }
  return offset ?? 0;
}

function childOf(node: unknown, part: string | number): Pair | Node | undefined {
  if (isMap(node))
    return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(part));
  if (!isSeq(node)) return undefined;
  const item = node.items[Number(part)];
  return isNode(item) && !isAlias(item) ? item : undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
