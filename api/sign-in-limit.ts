/** Slows down guessing: failed sign-ins are counted per user name and address. Counted in memory, so per API process. */
import rateLimit, { ipKeyGenerator } from 'express-rate-limit';
import type { RequestHandler } from 'express';
import { problem } from './problem';

/** Ten failures in a quarter of an hour; a successful sign-in does not count. */
const windowMs = 15 * 60_000;
const failures = 10;

function usernameOf(body: unknown): string {
  const name = typeof body === 'object' && body !== null && 'username' in body ? body.username : '';
  return typeof name === 'string' ? name.normalize('NFKC').toLowerCase().slice(0, 100) : '';
}

/** Refuses with auth/too-many-attempts. */
export function signInLimit(): RequestHandler {
  return rateLimit({
    windowMs,
    limit: failures,
    standardHeaders: 'draft-7',
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    // Only an answered 401 is a failed guess; malformed requests and outages are not.
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    keyGenerator: (request) => `${ipKeyGenerator(request.ip ?? '')}|${usernameOf(request.body)}`,
    handler: (_request, _response, next) => {
      next(problem('auth/too-many-attempts', {}, { headers: { 'Retry-After': String(windowMs / 1000) } }));
    },
  });
}
