/** Signs and reads the tokens of local accounts. Expiry is wall time: it guards a session, not a legal deadline. */
import { createSecretKey } from 'node:crypto';
import { SignJWT, jwtVerify } from 'jose';

const issuer = 'govflow';
const audience = 'govflow-api';

export interface TokenClaims {
  readonly userId: string;
  readonly tokenVersion: number;
}

export interface Tokens {
  issue(claims: TokenClaims): Promise<string>;
  /** Null for anything that is not a valid token of ours. */
  read(token: string): Promise<TokenClaims | null>;
}

/** Tokens signed with one secret, valid for some minutes. */
export function createTokens(secret: string, minutes: number): Tokens {
  // A key object is made ready for use once; bytes would be at every token.
  const key = createSecretKey(secret, 'utf8');
  return {
    issue: ({ userId, tokenVersion }) =>
      new SignJWT({ ver: tokenVersion })
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .setSubject(userId)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(`${String(minutes)}m`)
        .sign(key),
    read: async (token) => {
      try {
        const { payload } = await jwtVerify(token, key, { issuer, audience, algorithms: ['HS256'] });
        const version = payload['ver'];
        if (payload.sub === undefined || typeof version !== 'number') return null;
        return { userId: payload.sub, tokenVersion: version };
      } catch {
        // Every way a token can be wrong is the same refusal; saying which would help only a forger.
        return null;
      }
    },
  };
}
