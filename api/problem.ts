/** Refusals as RFC 9457 problem details. Says nothing that the client may not know; messages of faults go to the log. */
import type { UnmetGate } from '../domain/refusals';
import type { Code } from './api-codes';
import { codeRow } from './api-codes';
import type { Language } from './language';

export interface ApiRefusal {
  readonly code: Code;
  readonly params: Readonly<Record<string, unknown>>;
  readonly basis?: string;
  readonly unmet?: readonly UnmetGate[];
  /** Ready-made lines, e.g. one per mistake of a request. */
  readonly errors?: readonly ProblemLine[];
}

export interface ProblemLine {
  readonly code: string;
  readonly detail: string;
  readonly pointer?: string;
  readonly [more: string]: unknown;
}

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly basis?: string;
  readonly errors: readonly ProblemLine[];
}

/** Thrown by whatever answers a request; carries every refusal that holds, the first one gives the status. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly refusals: readonly ApiRefusal[];
  readonly headers: Readonly<Record<string, string>>;
  constructor(refusals: readonly ApiRefusal[], headers: Readonly<Record<string, string>> = {}) {
    super(refusals.map(({ code }) => code).join(', '));
    this.refusals = refusals;
    this.headers = headers;
  }
  get status(): number {
    const [first] = this.refusals;
    return first === undefined ? 500 : codeRow(first.code).status;
  }
}

/** One refusal as a problem. */
export function problem(
  code: Code,
  params: Readonly<Record<string, unknown>> = {},
  more: Omit<ApiRefusal, 'code' | 'params'> & { readonly headers?: Readonly<Record<string, string>> } = {},
): Problem {
  const { headers, ...rest } = more;
  return new Problem([{ code, params, ...rest }], headers);
}

/** Both languages, the preferred one first. */
export function inBoth(text: { readonly zh: string; readonly en: string }, language: Language): string {
  if (text.zh === text.en) return text.zh;
  return language === 'en' ? `${text.en}\n${text.zh}` : `${text.zh}\n${text.en}`;
}

function pointerOf(gate: UnmetGate): string | undefined {
  const [name] = gate.missing;
  if (name === undefined) return undefined;
  const place = gate.code.startsWith('material/') ? 'materials' : 'fields';
  return `/${place}/${name.replaceAll('.', '/')}`;
}

/** An unmet gate as a line of `errors`. */
export function gateLine(gate: UnmetGate, language: Language): ProblemLine {
  const { zh, en, ...rest } = gate;
  const pointer = pointerOf(gate);
  return { ...rest, detail: inBoth({ zh, en }, language), ...(pointer === undefined ? {} : { pointer }) };
}

/** The words of a refusal; whoever came too late is told who decided. */
function wordsOf({ code, params }: Pick<ApiRefusal, 'code' | 'params'>): { zh: string; en: string } {
  const { zh, en } = codeRow(code);
  const { decidedBy: by, decidedFor: absent } = params;
  if (typeof by !== 'string') return { zh, en };
  const forZh = typeof absent === 'string' ? `代${absent}` : '';
  const forEn = typeof absent === 'string' ? ` for ${absent}` : '';
  return { zh: `${zh}:已由${by}${forZh}办理`, en: `${en}: already decided by ${by}${forEn}` };
}

function linesOf(refusal: ApiRefusal, language: Language): readonly ProblemLine[] {
  if (refusal.errors !== undefined) return refusal.errors;
  if (refusal.unmet !== undefined) return refusal.unmet.map((gate) => gateLine(gate, language));
  const { code, params, basis } = refusal;
  return [
    { code, detail: inBoth(wordsOf(refusal), language), params, ...(basis === undefined ? {} : { basis }) },
  ];
}

/** What the client reads. */
export function problemBody(refused: Problem, language: Language, instance: string): ProblemBody {
  const [first = { code: 'server/fault' as const, params: {} }] = refused.refusals;
  const row = codeRow(first.code);
  const { zh, en } = wordsOf(first);
  return {
    type: `/docs/errors#${first.code}`,
    title: row[language],
    status: row.status,
    detail: inBoth({ zh: `${zh}。${row.next.zh}`, en: `${en}. ${row.next.en}` }, language),
    instance,
    code: first.code,
    params: first.params,
    ...(first.basis === undefined ? {} : { basis: first.basis }),
    errors: refused.refusals.flatMap((refusal) => linesOf(refusal, language)),
  };
}
