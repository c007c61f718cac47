// A new access token for a refresh token, which is used up by that; a stolen one that is used twice ends its session.
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { SessionPorts, SignedIn } from './open-session.ts';
import { hashOf } from './token-keys.ts';

interface Rotation {
  outcome: 'rotated' | 'reused';
  session_id: string;
  user_id: string;
  org_id: string | null;
  successor: string | null;
  refresh_until: Date | null;
}

/**
 * For ten seconds, and until the successor is used, a token that comes again gets the same successor: the answer may
 * have been lost (RFC 9700 4.14.2). Throws REFRESH_REUSED when it comes after that: whoever holds which token, the
 * session is over. Throws UNAUTHENTICATED for a token that is unknown, expired, or of a session that is over;
 * UNAVAILABLE while another process rotates tokens under a TOKEN_SECRET that this one has not heard of.
 */
export async function refreshSession(
  { orm, tokens, refreshTokens }: SessionPorts,
  presented: string,
): Promise<SignedIn> {
  const candidates = refreshTokens.successorsOf(presented);
  const hashes = [hashOf(presented), hashOf(candidates[0]!)];
  const [rotation] = await callAsLogin<Rotation>(orm, 'rotate_refresh_token', ...hashes);
  if (rotation?.outcome === 'reused')
    throw new FluxError('REFRESH_REUSED', { detail: `session ${rotation.session_id}` });
  if (!rotation?.org_id || !rotation.refresh_until) throw new FluxError('UNAUTHENTICATED');
  const refreshToken = candidates.find((candidate) => hashOf(candidate) === rotation.successor);
  if (refreshToken === undefined)
    throw new FluxError('UNAVAILABLE', { detail: 'successor of another secret' });
  const person = { orgId: rotation.org_id, userId: rotation.user_id };
  const accessToken = await tokens.issue({ ...person, sessionId: rotation.session_id });
  return {
    person,
    sessionId: rotation.session_id,
    accessToken,
    refreshToken,
    refreshUntil: rotation.refresh_until,
  };
}
