// Access tokens of our own issuer: a signed statement of who somebody is and for which organisation they act (RFC 9068).
import { createSecretKey, hkdfSync } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Person } from '../kernel/context.ts';

/** There is no refresh token yet, so a day's work fits into one token; with refresh this becomes ten minutes. */
export const ACCESS_TOKEN_SECONDS = 12 * 3600;

const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const AUDIENCE = 'flux-api';
const LONGEST = 2048;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export interface AccessTokens {
  issue(person: Person): Promise<string>;
  /** Null for anything but a living token of ours. Never throws, never says why. */
  read(token: string): Promise<Person | null>;
}

/** `secret`: TOKEN_SECRET; the key is derived for this one purpose. `issuer`: our public URL. */
export function createAccessTokens(options: { secret: string; issuer: string }): AccessTokens {
  const { issuer } = options;
  const key = createSecretKey(
    new Uint8Array(hkdfSync('sha256', options.secret, '', 'flux access token v1', 32)),
  );
  return {
    issue: ({ orgId, userId }) =>
      new SignJWT({ org: orgId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(`${ACCESS_TOKEN_SECONDS} seconds`)
        .sign(key),

    async read(token) {
      if (token.length > LONGEST) return null;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer,
          audience: AUDIENCE,
          requiredClaims: ['sub', 'org', 'iat', 'exp'],
          // A token that says it lives longer than we ever let one live is not ours.
          maxTokenAge: ACCESS_TOKEN_SECONDS,
        });
        const { sub, org } = payload;
        const named = typeof org === 'string' && UUID.test(org) && sub !== undefined && UUID.test(sub);
        return named ? { orgId: org, userId: sub } : null;
      } catch {
        return null;
      }
    },
  };
}
