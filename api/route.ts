/** The shape of one endpoint: mounted, authorised, validated, documented and tested from one object. */
import type { Response } from 'express';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Uppers } from '../domain/pack/uppers';
import type { Code } from './api-codes';
import type { Clock } from './clock';
import type { CommandKey } from './idempotency';
import type { Identities } from './identities';
import type { Language } from './language';
import type { OperationsDoor } from './operations';
import type { Metrics } from './metrics';
import type { Permission } from './permissions';
import type { Person } from './person';
import type { EngineDoor, EngineReads, EngineRules, PackReading } from './ports';
import type { ProblemLine } from './problem';
import type { Tokens } from './tokens';
import { mistakesOf } from './validate';

/** Everything a handler may use, built once in server.ts. */
export interface Api {
  readonly reads: EngineReads;
  readonly rules: EngineRules;
  readonly door: EngineDoor;
  readonly history: HistoryReader;
  readonly operations: OperationsDoor;
  readonly metrics: Metrics;
  /** Who may read the metrics from elsewhere; without one only this machine may. */
  readonly metricsToken?: string | undefined;
  readonly readPack: (text: string, uppers?: Uppers) => PackReading;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly tokenSecret: string;
  /** Bearer tokens of the office's identity provider; without one only our own count. */
  readonly identities?: Identities | undefined;
  /** Secrets of machine accounts that may send events, by account. */
  readonly eventSenders: ReadonlyMap<string, string>;
  readonly uploadMaxBytes: number;
  readonly bodyMaxBytes: number;
  /** Demo accounts have published passwords; where they are not allowed they do not exist. */
  readonly allowDemoPeople: boolean;
  readonly log: Logger;
}

/** Runs, oldest first, each with those of its events that are on this page. */
export interface HistoryPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}

export interface HistoryWish {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Reads the Temporal runs of one workflow id, at most `limit` events a page; the only read that touches Temporal. */
export interface HistoryReader {
  page(workflowId: string, wish: HistoryWish): Promise<HistoryPage>;
}

/** A file that came with the request, already on disk and removed after the answer. */
export interface UploadedFile {
  readonly path: string;
  readonly originalName: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a handler knows about its request besides its own params, query and body. */
export interface Ask {
  readonly api: Api;
  readonly person: Person;
  readonly requestId: string;
  readonly language: Language;
  readonly ifMatch: string | null;
  /** What the client accepts, as it said so. */
  readonly accept: string;
  readonly ip: string;
  readonly file: UploadedFile | null;
  /** Set for every changing POST. */
  readonly key: CommandKey | null;
  readonly method: string;
  readonly path: string;
  /** The request as it came, for whoever checks a signature over it. */
  readonly sent: { readonly body: string; header(name: string): string | undefined };
  /** Which process it turned out to concern, and whether few may read it: for the log and for refused attempts. */
  readonly about: { workflowId: string | null; confidential: boolean };
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** For answers that are no JSON. */
  readonly send?: (response: Response) => Promise<void>;
}

/** `decision`: deduplicated by the record · `reply`: answer kept by the API · `none`: changes nothing. */
export type Change = 'decision' | 'reply' | 'none';

interface Spec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  readonly method: 'get' | 'post' | 'patch' | 'delete';
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly permit: Permission;
  readonly change: Change;
  readonly upload?: boolean;
  /** Where work is slower than a decision: the answer may take this long instead. */
  readonly answerMs?: number;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answers: Readonly<Record<number, z.ZodType>>;
  readonly refuses: readonly Code[];
  readonly handle: (
    input: { params: z.output<P>; query: z.output<Q>; body: z.output<B> },
    ask: Ask,
  ) => Promise<Answer>;
}

export interface RawInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

export type Prepared =
  { readonly mistakes: readonly ProblemLine[] } | { readonly run: (ask: Ask) => Promise<Answer> };

/** An endpoint with its types closed over, so that all fit into one table. */
export interface Route extends Omit<Spec<z.ZodType, z.ZodType, z.ZodType>, 'handle'> {
  prepare(raw: RawInput): Prepared;
}

function parsePart(
  place: '' | 'params' | 'query',
  schema: z.ZodType | undefined,
  raw: unknown,
): { data: unknown; mistakes: ProblemLine[] } {
  const parsed = schema?.safeParse(raw);
  return { data: parsed?.data, mistakes: mistakesOf(place, parsed?.error) };
}

/** Declares one endpoint. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  spec: Spec<P, Q, B>,
): Route {
  const { handle, ...rest } = spec;
  return {
    ...rest,
    prepare: (raw) => {
      const params = parsePart('params', spec.params, raw.params);
      const query = parsePart('query', spec.query, raw.query);
      const body = parsePart('', spec.body, raw.body);
      const mistakes = [...params.mistakes, ...query.mistakes, ...body.mistakes];
      if (mistakes.length > 0) return { mistakes };
      // An endpoint without a schema for a part gets undefined there, which is that part's output type.
      const input = { params: params.data, query: query.data, body: body.data } as Parameters<
        typeof handle
      >[0];
      return { run: (ask) => handle(input, ask) };
    },
  };
}
