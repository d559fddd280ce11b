/** Turns what zod says about a written pack into sentences, and mends what can be mended so that the other checks still run. */
import type { z } from 'zod';
import type { Found, Path } from './mistakes';

type Issue = z.core.$ZodIssue;

export interface ReadForm<T> {
  readonly form: T | undefined;
  readonly found: readonly Found[];
}

/** Stands where a text or an article was left out; the checks after the schema pass over it. */
export const leftOut = 'GIVEN-0';

/** Checks the form. Unknown keys and missing texts are noted and mended; anything else leaves no form. */
export function readForm<T>(schema: z.ZodType<T>, written: unknown): ReadForm<T> {
  const first = schema.safeParse(written);
  if (first.success) return { form: first.data, found: [] };
  const issues = first.error.issues.flatMap((issue) => flatten(issue, []));
  const found = issues.flatMap((issue) => sentencesFor(issue));
  const mended = structuredCopy(written);
  for (const issue of issues) mend(mended, issue);
  const second = schema.safeParse(mended);
  return { form: second.success ? second.data : undefined, found };
}

interface Flat {
  readonly issue: Issue;
  readonly path: Path;
}

/** A union says which branch is nearest to what was written, instead of "invalid input". */
function flatten(issue: Issue, around: Path): Flat[] {
  const path = [...around, ...issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))];
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [{ issue, path }];
  const branches = issue.errors.map((branch) => branch.flatMap((inner) => flatten(inner, path)));
  const best = Math.max(...branches.map((branch) => nearness(branch, path)));
  const nearest = branches.filter((branch) => nearness(branch, path) === best);
  const [only = []] = nearest;
  const unknownKeys = only.filter((flat) => flat.issue.code === 'unrecognized_keys');
  return nearest.length > 1 && unknownKeys.length > 0 ? unknownKeys : only;
}

function nearness(branch: readonly Flat[], path: Path): number {
  const scores = branch.map((flat) => {
    if (flat.path.length > path.length) return 1;
    if (flat.issue.code === 'invalid_type') return -2;
    return flat.issue.code === 'invalid_value' || flat.issue.code === 'invalid_format' ? -1 : 0;
  });
  return Math.min(...scores);
}

function sentencesFor({ issue, path }: Flat): Found[] {
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        path: [...path, key],
        code: 'schema/unknown-key',
        zh: `未知的键 ${key}`,
        en: `unknown key ${key}`,
      }));
    case 'invalid_type':
      return [wrongType(issue, path)];
    case 'invalid_value': {
      const allowed = issue.values.map(String).join(', ');
      return [{ path, code: 'schema/wrong-value', zh: `只能是 ${allowed}`, en: `must be one of ${allowed}` }];
    }
    case 'invalid_key':
      return [
        {
          path,
          code: 'schema/bad-name',
          zh: `名称不合规 ${String(path.at(-1))}`,
          en: `${String(path.at(-1))} is not a name: use a camelCase identifier`,
        },
      ];
    case 'invalid_format':
      return [
        {
          path,
          code: 'schema/wrong-form',
          zh: `格式不对 ${lastKey(path)}`,
          en: `${lastKey(path)} is not written as it must be`,
        },
      ];
    case 'custom':
    case 'invalid_element':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'too_big':
    case 'too_small':
      return [
        {
          path,
          code: 'schema/wrong-value',
          zh: `值不对 ${lastKey(path)}:${issue.message}`,
          en: `${lastKey(path)}: ${issue.message}`,
        },
      ];
  }
}

function lastKey(path: Path): string {
  return path.findLast((part) => typeof part === 'string') ?? '';
}

function wrongType(issue: Extract<Issue, { code: 'invalid_type' }>, path: Path): Found {
  const key = lastKey(path);
  if (issue.message.endsWith('received undefined')) {
    return key === 'basis'
      ? { path, code: 'basis/missing', zh: '缺少依据条款 basis', en: 'the row cites no article (basis)' }
      : { path, code: 'schema/missing', zh: `缺少 ${key}`, en: `${key} is missing` };
  }
  if (path.length === 0)
    return {
      path,
      code: 'schema/wrong-type',
      zh: '文件须为制度包:顶层写 pack、version、measure 等键',
      en: 'the file must be a pack: keys such as pack, version and measure at its top',
    };
  return {
    path,
    code: 'schema/wrong-type',
    zh: `${key} 类型应为 ${issue.expected}`,
    en: `${key} must be of type ${issue.expected}`,
  };
}

interface Holder {
  [key: string]: unknown;
}

function mend(root: unknown, { issue, path }: Flat): void {
  if (issue.code === 'unrecognized_keys') {
    const holder = find(root, path);
    for (const key of issue.keys) if (holder !== undefined) Reflect.deleteProperty(holder, key);
    return;
  }
  const key = path.at(-1);
  const holder = find(root, path.slice(0, -1));
  if (holder === undefined || typeof key !== 'string' || !['basis', 'zh', 'en'].includes(key)) return;
  holder[key] = leftOut;
}

function find(root: unknown, path: Path): Holder | undefined {
  let node: unknown = root;
  for (const part of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = Reflect.get(node, part);
  }
  return isHolder(node) ? node : undefined;
}

function isHolder(node: unknown): node is Holder {
  return typeof node === 'object' && node !== null;
}

/** The form came from YAML, so it is plain JSON. */
function structuredCopy(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
