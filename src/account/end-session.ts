// Ends one session of a person: its refresh tokens and its access tokens open nothing from the next request on.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import { hashOf } from './token-keys.ts';

/** Throws NOT_FOUND for a session that is over, or another person's. */
export async function endSession(orm: MikroORM, userId: string, sessionId: string): Promise<void> {
  const [row] = await callAsLogin<{ end_session: boolean }>(orm, 'end_session', userId, sessionId);
  if (row?.end_session !== true) throw new FluxError('NOT_FOUND');
}

/** By any of its refresh tokens; one that is not known ends nothing, and that is no error (RFC 7009 2.2). */
export async function endSessionOfToken(orm: MikroORM, refreshToken: string): Promise<void> {
  await callAsLogin(orm, 'end_session_of_token', hashOf(refreshToken));
}
