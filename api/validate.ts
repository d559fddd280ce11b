/** Turns zod's issues into lines of a problem: one each, with a JSON pointer and words in both languages. */
import { z } from 'zod';
import type { ProblemLine } from './problem';

const chinese = z.locales.zhCN().localeError;
const english = z.locales.en().localeError;

function words(speak: typeof chinese, issue: z.core.$ZodIssue): string {
  const said = speak(issue as Parameters<typeof chinese>[0]);
  if (said === undefined || said === null) return issue.message;
  return typeof said === 'string' ? said : said.message;
}

function detailOf(issue: z.core.$ZodIssue): string {
  // A schema's own message is written in both languages already.
  if (issue.code === 'custom') return issue.message;
  return `${words(chinese, issue)}\n${words(english, issue)}`;
}

const escape = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

/** Every issue as a line; `place` is '' for the body, else params or query. */
export function mistakesOf(place: '' | 'params' | 'query', error: z.ZodError | undefined): ProblemLine[] {
  return (error?.issues ?? []).map((issue) => ({
    code: issue.code,
    pointer: [place === '' ? '' : `/${place}`, ...issue.path.map((part) => `/${escape(part)}`)].join(''),
    detail: detailOf(issue),
  }));
}

const maxDepth = 12;

/** True for JSON nested deeper than anything the API takes: refused before a recursive schema walks into it. */
export function isTooDeep(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (depth >= maxDepth) return true;
  return Object.values(value).some((each) => isTooDeep(each, depth + 1));
}

/** True where a text or a key holds U+0000: no document of an office does, and neither MongoDB's patterns and keys nor XML can hold it. */
export function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => key.includes('\0') || hasNul(each));
}
