// Who stands behind a bearer token: a session of ours, a person of the outside issuer, or an API key.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Notifications } from '../kernel/notifications.ts';
import type { AccessTokens } from './access-token.ts';
import { isApiKey } from './api-key.ts';
import { createCheckBearer } from './check-bearer.ts';
import { findErasure } from './find-erasure.ts';
import type { OutsideIssuer } from './outside-issuer.ts';
import type { Principal } from './principal.ts';
import { hashOf } from './token-keys.ts';
import { createUseApiKey, type UsedKey } from './use-api-key.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface AuthenticatorPorts {
  /** Opened with the API's login. */
  orm: MikroORM;
  tokens: AccessTokens;
  outside: OutsideIssuer | null;
  /** Of STANDING_ENDED. */
  endings: Notifications;
}

/** Who does not come in, as far as that is known. */
export interface Refused {
  /**
   * NOT_FOUND: an organisation that is not theirs, or not their key's. UNAUTHENTICATED: signed out, or nobody.
   * ACCOUNT_ERASING: they wait for their erasure, and belong nowhere meanwhile.
   */
  problem: 'NOT_FOUND' | 'UNAUTHENTICATED' | 'ACCOUNT_ERASING';
  /** Whose the token is, also where they are signed out; null for an API key that opens nothing, and for nobody. */
  userId: string | null;
  sessionId: string | null;
  /** The hash of what may be an API key. */
  keyHash: string | null;
  /** Of somebody who waits for their erasure: who they would be, for what is left to them. */
  resting?: Principal;
}

export interface Authenticator {
  /**
   * `bearer`: undefined where a request has none. `requestedOrgId`: X-Org-Id. Throws UNAVAILABLE while the outside
   * issuer's keys cannot be had.
   */
  authenticate(bearer: string | undefined, requestedOrgId: string | null): Promise<Principal | Refused>;
}

/** Nobody whom we know. */
const NOBODY: Refused = { problem: 'UNAUTHENTICATED', userId: null, sessionId: null, keyHash: null };

export const isRefused = (caller: Principal | Refused): caller is Refused => 'problem' in caller;

const LONGEST = 8192;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function createAuthenticator(ports: AuthenticatorPorts): Authenticator {
  const checkBearer = createCheckBearer(ports.orm, ports.endings);
  const useApiKey = createUseApiKey(ports.orm, ports.endings);
  const verified = createVerifiedTokens(ports);

  const authenticate: Authenticator['authenticate'] = async (bearer, requestedOrgId) => {
    if (bearer === undefined || bearer.length > LONGEST) return NOBODY;
    if (!isApiKey(bearer)) return asPerson(bearer, requestedOrgId);
    const used = await useApiKey(bearer);
    return used ? admitKey(used, requestedOrgId) : { ...NOBODY, keyHash: hashOf(bearer) };
  };

  const asPerson = async (token: string, requestedOrgId: string | null): Promise<Principal | Refused> => {
    const known = await verified.read(token);
    if (!known) return NOBODY;
    const { userId, sessionId } = known;
    const orgId = requestedOrgId === null ? known.homeOrgId : readId(requestedOrgId);
    const { is_alive, role } = await checkBearer({ ...known, orgId });
    if (!is_alive) {
      verified.forget(token);
      return { problem: 'UNAUTHENTICATED', userId, sessionId, keyHash: null };
    }
    const { issuedAt } = known;
    const via = sessionId === null ? 'outside' : 'session';
    if (orgId !== null && role !== null) return { orgId, userId, sessionId, scopes: null, via, issuedAt };
    const erasure = await findErasure(ports.orm, userId);
    if (erasure?.state !== 'waiting') return { problem: 'NOT_FOUND', userId, sessionId, keyHash: null };
    const resting = { orgId: erasure.homeOrgId!, userId, sessionId, scopes: null, via, issuedAt } as const;
    return { problem: 'ACCOUNT_ERASING', userId, sessionId, keyHash: null, resting };
  };

  return { authenticate };
}

/** A key is good for its own organisation only. */
function admitKey(used: UsedKey, requestedOrgId: string | null): Principal | Refused {
  if (requestedOrgId !== null && readId(requestedOrgId) !== used.orgId)
    return { problem: 'NOT_FOUND', userId: used.userId, sessionId: null, keyHash: used.keyHash };
  return { ...used, sessionId: null, via: 'api_key' };
}

/** In the form that the database gives; null for what names nothing. */
const readId = (text: string): string | null => (UUID.test(text) ? text.toLowerCase() : null);
