/** Keeps what each step of the story should answer by law and what it did answer. It judges answers, it makes none. */
import { isDeepStrictEqual } from 'node:util';
import type { Answer } from './client';

/** What the law says an answer must be. */
export interface Expected {
  readonly status: number;
  /** The refusal's code. */
  readonly code?: string;
  /** Every unmet gate, no more and no less, in any order. */
  readonly unmet?: readonly string[];
  /** Values at dotted paths of the body. */
  readonly body?: Readonly<Record<string, unknown>>;
}

export interface Telling {
  /** The stage's identifier (application, trialRun, …). */
  readonly stage: string;
  readonly actor: string;
  readonly action: string;
  readonly zh: string;
  readonly en: string;
  readonly expected: Expected;
}

export interface StepResult extends Telling {
  readonly n: number;
  readonly chapter: string;
  /** Legal date of the step. */
  readonly date: string;
  readonly got: Expected & { readonly detail?: string };
  readonly ok: boolean;
}

export interface Story {
  readonly steps: readonly StepResult[];
  readonly ok: boolean;
  openChapter(id: string, date: string): void;
  setDate(date: string): void;
  /** Makes the call, keeps both answers. Throws StoryBroken when what follows could not make sense. */
  tell(telling: Telling, call: () => Promise<Answer>): Promise<Answer>;
}

/** A yes where the law says no, or the other way round: the rest of the story would be about another project. */
export class StoryBroken extends Error {
  constructor(step: StepResult) {
    super(
      `step ${step.n} (${step.stage}, ${step.action}): ${describe(step.expected)} expected, got ${describe(step.got)}`,
    );
    this.name = 'StoryBroken';
  }
}

/** An expectation or an answer in one line. */
export function describe(answer: Expected & { readonly detail?: string }): string {
  const parts = [String(answer.status)];
  if (answer.code !== undefined) parts.push(answer.code);
  if (answer.unmet !== undefined) parts.push(`[${answer.unmet.join(', ')}]`);
  if (answer.body !== undefined) parts.push(JSON.stringify(answer.body));
  if (answer.detail !== undefined) parts.push(answer.detail);
  return parts.join(' ');
}

/** The value at a dotted path; `items.0.code` walks into lists. */
export function at(body: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (value === null || typeof value !== 'object') return undefined;
    return Object.entries(value).find(([name]) => name === key)?.[1];
  }, body);
}

function codesOf(list: unknown): string[] | undefined {
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((each) => {
    const code = at(each, 'code');
    return typeof code === 'string' ? [code] : [];
  });
}

function read(answer: Answer, expected: Expected): Expected & { detail?: string } {
  const code = at(answer.body, 'code');
  const unmet = expected.unmet === undefined ? undefined : codesOf(at(answer.body, 'errors'))?.sort();
  const paths = Object.keys(expected.body ?? {});
  const detail = at(answer.body, 'detail');
  const refused = answer.status >= 400;
  return {
    status: answer.status,
    ...(refused && typeof code === 'string' ? { code } : {}),
    ...(unmet === undefined ? {} : { unmet }),
    ...(paths.length === 0
      ? {}
      : { body: Object.fromEntries(paths.map((path) => [path, at(answer.body, path)])) }),
    ...(refused && typeof detail === 'string' ? { detail } : {}),
  };
}

function matches(expected: Expected, got: Expected): boolean {
  if (expected.status !== got.status) return false;
  if (expected.code !== undefined && expected.code !== got.code) return false;
  if (expected.unmet !== undefined && !isDeepStrictEqual([...expected.unmet].sort(), got.unmet)) return false;
  return expected.body === undefined || isDeepStrictEqual({ ...expected.body }, { ...got.body });
}

/** Starts an empty story; `onStep` hears every step as it happens. */
export function createStory(onStep: (step: StepResult) => void = () => undefined): Story {
  const steps: StepResult[] = [];
  let chapter = '';
  let date = '';
  return {
    steps,
    get ok() {
      return steps.length > 0 && steps.every((step) => step.ok);
    },
    openChapter(id, day) {
      chapter = id;
      date = day;
    },
    setDate(day) {
      date = day;
    },
    async tell(telling, call) {
      const answer = await call();
      const got = read(answer, telling.expected);
      const ok = matches(telling.expected, got);
      const step: StepResult = { n: steps.length + 1, chapter, date, ...telling, got, ok };
      steps.push(step);
      onStep(step);
      const turned = telling.expected.status < 400 !== answer.status < 400;
      if (turned) throw new StoryBroken(step);
      return answer;
    },
  };
}
