/** Bounds what one API process takes on: time for an answer, requests and uploads at once, requests a minute. Counted in memory. */
import type { Request, RequestHandler, Response } from 'express';
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';
import { problem } from './problem';

export interface Limits {
  readonly answerDeadlineMs: number;
  /** Of one person; of one address where nobody is signed in. */
  readonly requestsPerMinute: number;
  /** Answers under way, those that nobody waits for any more included: a slow store must not pile up work here. */
  readonly requestsAtOnce: number;
  /** Whose word about a client's address is taken, as Express's `trust proxy` reads it. */
  readonly trustedProxies: string;
}

/** For an API that is put together without a configuration. */
export const usualLimits: Limits = {
  answerDeadlineMs: 60_000,
  requestsPerMinute: 100_000,
  requestsAtOnce: 200,
  trustedProxies: 'loopback',
};

/** Slow senders may not take all places: one in eight is for uploads. */
const uploadShare = 8;
const minuteMs = 60_000;

export interface Places {
  /** Takes a place and gives the way to leave it; refuses with service/busy. */
  enter(isUpload: boolean): () => void;
}

/** The places of one process. */
export function createPlaces(requestsAtOnce: number): Places {
  const uploadsAtOnce = Math.max(1, Math.floor(requestsAtOnce / uploadShare));
  let all = 0;
  let uploads = 0;
  return {
    enter: (isUpload) => {
      if (all >= requestsAtOnce || (isUpload && uploads >= uploadsAtOnce))
        throw problem('service/busy', {}, { headers: { 'Retry-After': '1' } });
      all += 1;
      if (isUpload) uploads += 1;
      return () => {
        all -= 1;
        if (isUpload) uploads -= 1;
      };
    },
  };
}

/** Refuses who asks too often with request/too-many; to be called once it is known who asks. */
export function createRate(
  requestsPerMinute: number,
): (request: Request, response: Response) => Promise<void> {
  const limiter: RequestHandler = rateLimit({
    windowMs: minuteMs,
    limit: requestsPerMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (request, response) => {
      const person: unknown = response.locals['person'];
      return typeof person === 'string' ? `person ${person}` : ipKeyGenerator(request.ip ?? '');
    },
    handler: (_request, response, next) => {
      const wait = String(response.getHeader('Retry-After') ?? minuteMs / 1000);
      next(
        problem('request/too-many', { perMinute: requestsPerMinute }, { headers: { 'Retry-After': wait } }),
      );
    },
  });
  return (request, response) =>
    new Promise((resolve, reject) => {
      void limiter(request, response, (refused: unknown) => {
        if (refused === undefined) resolve();
        else reject(refused instanceof Error ? refused : new Error('rate limit', { cause: refused }));
      });
    });
}

/** A file is stored at a megabyte a second or faster: its answer may take that much longer. */
export function storingMs(bytes: number): number {
  return Math.ceil(bytes / 1_000);
}
