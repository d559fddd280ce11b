/** Reads bearer tokens of the office's identity provider (OIDC): it says who somebody is; what they may do the directory says. */
import { createRemoteJWKSet, decodeJwt, errors, jwtVerify } from 'jose';
import { problem } from './problem';

/** The provider as it is configured. */
export interface Provider {
  /** What `iss` must say. */
  readonly issuer: string;
  /** What `aud` must hold. */
  readonly audience: string;
  readonly jwksUrl: string;
  /** The claim that names the account of the directory. */
  readonly claim: string;
  /** A key nobody knows makes its keys be read again, but not before so many milliseconds have passed. */
  readonly cooldownMs?: number;
}

export interface Identities {
  /** True when a token says that it comes from the provider; nothing is proved by that. */
  speaksFor(token: string): boolean;
  /** The account that a token names; null for one that is not valid. Refuses with auth/provider-away while the keys cannot be had. */
  accountOf(token: string): Promise<string | null>;
}

/** Signatures with the provider's own private key only: a secret shared with it, or none at all, proves nothing. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks of two machines differ. */
const clockTolerance = 10;
/** Below what an answer may take. */
const keysWithinMs = 3_000;
const usualCooldownMs = 10_000;

/** What goes wrong with the keys, not with the token: nobody can be told that theirs is bad. */
const keyFaults = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID']);
const isTokenFault = (error: unknown): boolean =>
  error instanceof errors.JOSEError && !keyFaults.has(error.code);

/** Identities of one provider; its keys are read when they are first needed and kept for ten minutes. */
export function createIdentities({ issuer, audience, jwksUrl, claim, cooldownMs }: Provider): Identities {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: keysWithinMs,
    cooldownDuration: cooldownMs ?? usualCooldownMs,
  });
  const required = { issuer, audience, algorithms, clockTolerance, requiredClaims: ['exp', claim] };
  return {
    speaksFor: (token) => {
      try {
        return decodeJwt(token).iss === issuer;
      } catch {
        return false;
      }
    },
    accountOf: async (token) => {
      try {
        const { payload } = await jwtVerify(token, keys, required);
        const account = payload[claim];
        return typeof account === 'string' && account !== '' ? account : null;
      } catch (error) {
        if (isTokenFault(error)) return null;
        throw problem('auth/provider-away', {}, { headers: { 'Retry-After': '5' } });
      }
    },
  };
}
