// Access tokens of our own issuer: signed words on who somebody is, in which session and organisation (RFC 9068).
import { hash, type KeyObject } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { Person } from '../kernel/context.ts';
import { deriveKeys, type TokenSecrets } from './token-keys.ts';

/** What lives longer is not ours. */
export const ACCESS_TOKEN_SECONDS = 600;

const ALGORITHM = 'HS256';
const TYPE = 'at+jwt';
const AUDIENCE = 'flux-api';
const LONGEST = 2048;
/** How far the clocks of two processes may be apart. */
const CLOCK_SKEW_SECONDS = 5;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export interface AccessClaims extends Person {
  sessionId: string;
}

export interface AccessTokens {
  issue(claims: AccessClaims): Promise<string>;
  /** Null for anything but a living token of ours. Never throws, never says why. */
  read(token: string): Promise<(AccessClaims & { issuedAt: Date; expiresAtMs: number }) | null>;
}

/**
 * `secret`: TOKEN_SECRET signs, under a key derived for this one purpose; what `oldSecret` signed is read as well.
 * `kid` says which: a token under another one is nobody's. `issuer`: our public URL.
 */
export function createAccessTokens(options: TokenSecrets & { issuer: string }): AccessTokens {
  const { issuer } = options;
  const keys = deriveKeys(options, 'flux access token v2').map((key) => ({ key, kid: kidOf(key) }));
  const [current] = keys as [(typeof keys)[number]];
  const keyOf = ({ kid }: { kid?: string | undefined }): KeyObject => {
    const known = keys.find((one) => one.kid === kid);
    if (!known) throw new Error('unknown kid');
    return known.key;
  };

  return {
    issue: ({ orgId, userId, sessionId }) =>
      new SignJWT({ org: orgId, sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: current.kid })
        .setIssuer(issuer)
        .setAudience(AUDIENCE)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(`${ACCESS_TOKEN_SECONDS} seconds`)
        .sign(current.key),

    async read(token) {
      if (token.length > LONGEST) return null;
      try {
        const { payload } = await jwtVerify(token, keyOf, {
          algorithms: [ALGORITHM],
          typ: TYPE,
          issuer,
          audience: AUDIENCE,
          requiredClaims: ['sub', 'org', 'sid', 'iat', 'exp'],
          clockTolerance: CLOCK_SKEW_SECONDS,
          maxTokenAge: ACCESS_TOKEN_SECONDS,
        });
        const { sub, org, sid, exp, iat } = payload;
        if (!isId(sub) || !isId(org) || !isId(sid)) return null;
        if (exp! - iat! > ACCESS_TOKEN_SECONDS) return null;
        const times = { issuedAt: new Date(iat! * 1000), expiresAtMs: exp! * 1000 };
        return { userId: sub, orgId: org, sessionId: sid, ...times };
      } catch {
        return null;
      }
    },
  };
}

/** Names a key and tells nothing of it: 64 bits of its SHA-256. */
const kidOf = (key: KeyObject): string => hash('sha256', key.export(), 'base64url').slice(0, 11);

const isId = (claim: unknown): claim is string => typeof claim === 'string' && UUID.test(claim);
