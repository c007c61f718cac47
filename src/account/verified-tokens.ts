// Tokens that were verified: a verification costs 70 µs and more, and a client comes with the same one again and again.
import type { MikroORM } from '@mikro-orm/postgresql';
import { LRUCache } from 'lru-cache';
import type { AccessTokens } from './access-token.ts';
import type { Bearer } from './check-bearer.ts';
import { meetOutsidePerson } from './meet-outside-person.ts';
import type { OutsideIssuer } from './outside-issuer.ts';

/** What a token says stays true until it expires. Whether its bearer may still come in is another question. */
export interface VerifiedToken extends Bearer {
  /** Null for somebody who belongs nowhere any more. */
  homeOrgId: string | null;
  /** Unix time in milliseconds. */
  untilMs: number;
}

export interface VerifiedTokens {
  /** Null for anything but a living token. Throws UNAVAILABLE while the outside issuer's keys cannot be had. */
  read(token: string): Promise<VerifiedToken | null>;
  forget(token: string): void;
}

interface Ports {
  orm: MikroORM;
  tokens: AccessTokens;
  outside: OutsideIssuer | null;
}

const MOST_KEPT = 10_000;
/** The outside issuer may withdraw a key. */
const OUTSIDE_KEPT_MS = 60_000;

export function createVerifiedTokens(ports: Ports): VerifiedTokens {
  const kept = new LRUCache<string, VerifiedToken>({ max: MOST_KEPT });

  const recall = (token: string): VerifiedToken | undefined => {
    const known = kept.get(token);
    if (!known || known.untilMs > Date.now()) return known;
    kept.delete(token);
    return undefined;
  };

  return {
    async read(token) {
      const known = recall(token);
      if (known) return known;
      const read = await verify(ports, token);
      if (read && read.untilMs > Date.now()) kept.set(token, read);
      return read;
    },
    forget: (token) => void kept.delete(token),
  };
}

async function verify({ orm, tokens, outside }: Ports, token: string): Promise<VerifiedToken | null> {
  return outside?.isNamedBy(token) ? readOutside(orm, outside, token) : readOwn(tokens, token);
}

async function readOwn(tokens: AccessTokens, token: string): Promise<VerifiedToken | null> {
  const claims = await tokens.read(token);
  if (!claims) return null;
  const { orgId, expiresAtMs, ...rest } = claims;
  return { ...rest, homeOrgId: orgId, untilMs: expiresAtMs };
}

async function readOutside(
  orm: MikroORM,
  issuer: OutsideIssuer,
  token: string,
): Promise<VerifiedToken | null> {
  const claims = await issuer.read(token);
  if (!claims) return null;
  const { userId, orgId } = await meetOutsidePerson(orm, claims);
  const untilMs = Math.min(claims.expiresAtMs, Date.now() + OUTSIDE_KEPT_MS);
  return { userId, sessionId: null, issuedAt: claims.issuedAt, homeOrgId: orgId, untilMs };
}
