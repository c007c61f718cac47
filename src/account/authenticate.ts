// Who stands behind a bearer token: a session of ours, a person of the outside issuer, or an API key.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import type { AccessTokens } from './access-token.ts';
import { isApiKey } from './api-key.ts';
import { createCheckBearer } from './check-bearer.ts';
import type { OutsideIssuer } from './outside-issuer.ts';
import type { Principal } from './principal.ts';
import { createUseApiKey, type UsedKey } from './use-api-key.ts';
import { createVerifiedTokens } from './verified-tokens.ts';

export interface AuthenticatorPorts {
  /** Opened with the API's login. */
  orm: MikroORM;
  tokens: AccessTokens;
  outside: OutsideIssuer | null;
}

export interface Authenticator {
  /**
   * `requestedOrgId`: X-Org-Id. Null means 401: nobody, or somebody who is no longer signed in. Throws NOT_FOUND for an
   * organisation that is not the bearer's, or not their key's, and UNAVAILABLE while the outside issuer's keys cannot
   * be had.
   */
  authenticate(bearer: string, requestedOrgId: string | null): Promise<Principal | null>;
}

const LONGEST = 8192;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

export function createAuthenticator(ports: AuthenticatorPorts): Authenticator {
  const checkBearer = createCheckBearer(ports.orm);
  const useApiKey = createUseApiKey(ports.orm);
  const verified = createVerifiedTokens(ports);

  const authenticate: Authenticator['authenticate'] = async (bearer, requestedOrgId) => {
    if (bearer.length > LONGEST) return null;
    if (!isApiKey(bearer)) return asPerson(bearer, requestedOrgId);
    const used = await useApiKey(bearer);
    return used && admitKey(used, requestedOrgId);
  };

  const asPerson = async (token: string, requestedOrgId: string | null): Promise<Principal | null> => {
    const known = await verified.read(token);
    if (!known) return null;
    const orgId = requestedOrgId === null ? known.homeOrgId : readId(requestedOrgId);
    const { is_alive, role } = await checkBearer({ ...known, orgId });
    if (!is_alive) {
      verified.forget(token);
      return null;
    }
    if (orgId === null || role === null) throw new FluxError('NOT_FOUND', { detail: 'not a member' });
    const { userId, sessionId } = known;
    return { orgId, userId, sessionId, scopes: null, via: sessionId === null ? 'outside' : 'session' };
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
