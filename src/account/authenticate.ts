// Who stands behind a bearer token: a session of ours, a person of the outside issuer, or an API key.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import type { AccessTokens } from './access-token.ts';
import { isApiKey } from './api-key.ts';
import { createCheckBearer, type Bearer } from './check-bearer.ts';
import { meetOutsidePerson } from './meet-outside-person.ts';
import type { OutsideIssuer } from './outside-issuer.ts';
import type { Principal } from './principal.ts';
import { createUseApiKey, type UsedKey } from './use-api-key.ts';

export interface AuthenticatorPorts {
  /** Opened with the API's login. */
  orm: MikroORM;
  tokens: AccessTokens;
  outside: OutsideIssuer | null;
}

export interface Authenticator {
  /**
   * `requestedOrgId`: X-Org-Id. Null means 401: nobody, or somebody who is no longer signed in. Throws NOT_FOUND for an organisation
   * that is not the bearer's, or not their key's, and UNAVAILABLE while the outside issuer's keys cannot be had.
   */
  authenticate(bearer: string, requestedOrgId: string | null): Promise<Principal | null>;
}

/** A token that was verified: what it says stays true until it expires. Whether its bearer may still come in is another question. */
interface Verified extends Bearer {
  homeOrgId: string | null;
  until: number;
}

const LONGEST = 8192;
const MOST_VERIFIED = 10_000;
/** The outside issuer may withdraw a key. */
const OUTSIDE_KEPT_MS = 60_000;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function createAuthenticator({ orm, tokens, outside }: AuthenticatorPorts): Authenticator {
  const checkBearer = createCheckBearer(orm);
  const useApiKey = createUseApiKey(orm);
  const verified = new Map<string, Verified>();

  const authenticate: Authenticator['authenticate'] = async (bearer, requestedOrgId) => {
    if (bearer.length > LONGEST) return null;
    if (!isApiKey(bearer)) return asPerson(bearer, requestedOrgId);
    const used = await useApiKey(bearer);
    return used && admitKey(used, requestedOrgId);
  };

  const asPerson = async (token: string, requestedOrgId: string | null): Promise<Principal | null> => {
    const known = recall(token) ?? (await verify(token));
    if (!known) return null;
    const orgId = requestedOrgId === null ? known.homeOrgId : readId(requestedOrgId);
    const { is_alive, role } = await checkBearer({ ...known, orgId });
    if (!is_alive) {
      verified.delete(token);
      return null;
    }
    if (orgId === null || role === null) throw new FluxError('NOT_FOUND', { detail: 'not a member' });
    const { userId, sessionId } = known;
    return { orgId, userId, sessionId, scopes: null, via: sessionId === null ? 'outside' : 'session' };
  };

  /** A verification costs 70 µs and more; a client comes with the same token again and again. */
  const recall = (token: string): Verified | undefined => {
    const known = verified.get(token);
    if (!known || known.until > Date.now()) return known;
    verified.delete(token);
    return undefined;
  };

  const verify = async (token: string): Promise<Verified | null> => {
    const read = outside?.isNamedBy(token) ? await readOutside(outside, token) : await readOwn(token);
    if (!read || read.until <= Date.now()) return read;
    const [oldest] = verified.keys();
    if (oldest !== undefined && verified.size >= MOST_VERIFIED) verified.delete(oldest);
    verified.set(token, read);
    return read;
  };

  const readOwn = async (token: string): Promise<Verified | null> => {
    const claims = await tokens.read(token);
    if (!claims) return null;
    const { orgId, expiresAtMs, ...rest } = claims;
    return { ...rest, homeOrgId: orgId, until: expiresAtMs };
  };

  const readOutside = async (issuer: OutsideIssuer, token: string): Promise<Verified | null> => {
    const claims = await issuer.read(token);
    if (!claims) return null;
    const { userId, orgId } = await meetOutsidePerson(orm, claims);
    const { issuedAt, expiresAtMs } = claims;
    const until = Math.min(expiresAtMs, Date.now() + OUTSIDE_KEPT_MS);
    return { userId, sessionId: null, issuedAt, homeOrgId: orgId, until };
  };

  return { authenticate };
}

/** A key is good for its own organisation only. */
function admitKey(used: UsedKey, requestedOrgId: string | null): Principal {
  if (requestedOrgId !== null && readId(requestedOrgId) !== used.orgId)
    throw new FluxError('NOT_FOUND', { detail: 'not the organisation of the key' });
  return { ...used, sessionId: null, via: 'api_key' };
}

/** In the form that the database gives; null for what names nothing. */
const readId = (text: string): string | null => (UUID.test(text) ? text.toLowerCase() : null);
