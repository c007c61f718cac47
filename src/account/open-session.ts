// Signs a person in: a new session, its first refresh token, and an access token for the first ten minutes.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { AccessTokens } from './access-token.ts';
import type { RefreshTokens } from './refresh-token.ts';
import { hashOf } from './token-keys.ts';

export interface SessionPorts {
  orm: MikroORM;
  tokens: AccessTokens;
  refreshTokens: RefreshTokens;
}

export interface SignedIn {
  person: Person;
  sessionId: string;
  accessToken: string;
  refreshToken: string;
  refreshUntil: Date;
}

/** Somebody who has just proved who they are. */
export interface Proven extends Person {
  /** What their password was checked against. */
  passwordHash: string;
}

/**
 * A session lives for 90 days at most, and ends after 30 without a refresh. `label`: see session-label.ts; `network`:
 * the first of `NetworkNames`. Throws BAD_CREDENTIALS where the password was changed since it was checked.
 */
export async function openSession(
  { orm, tokens, refreshTokens }: SessionPorts,
  { passwordHash, ...person }: Proven,
  { label, network }: { label: string | null; network: string },
): Promise<SignedIn> {
  const sessionId = newId();
  const refreshToken = refreshTokens.create();
  const session = [sessionId, person.userId, passwordHash, label, hashOf(refreshToken), network];
  const [opened] = await callAsLogin<{ open_session: Date | null }>(orm, 'open_session', ...session);
  const refreshUntil = opened?.open_session;
  if (!refreshUntil) throw new FluxError('BAD_CREDENTIALS');
  const accessToken = await tokens.issue({ ...person, sessionId });
  return { person, sessionId, accessToken, refreshToken, refreshUntil };
}
