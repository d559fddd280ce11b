/** Bounds how often one address may ask about codes of documents. Counted in memory, so per API process. */
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { problem } from './problem';

/** A clerk with a pile of documents stays below; a code has 100 bits, so guessing at this pace is hopeless. */
export const verifiesPerMinute = 30;
const windowMs = 60_000;

/** Refuses with request/too-many, whatever the answers were. */
export function verifyLimit(): RequestHandler {
  return rateLimit({
    windowMs,
    limit: verifiesPerMinute,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    keyGenerator: (request) => ipKeyGenerator(request.ip ?? ''),
    handler: (_request, response, next) => {
      const wait = String(response.getHeader('Retry-After') ?? windowMs / 1000);
      next(
        problem('request/too-many', { perMinute: verifiesPerMinute }, { headers: { 'Retry-After': wait } }),
      );
    },
  });
}
