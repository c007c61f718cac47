// Ends one session of a person: its refresh tokens and its access tokens open nothing from the next request on.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { queryAsLogin } from '../kernel/sql.ts';
import { hashOf } from './token-keys.ts';

/** Throws NOT_FOUND for a session that is over, or another person's. */
export async function endSession(orm: MikroORM, person: Person, sessionId: string): Promise<void> {
  const [row] = await queryAsLogin<{ ended: boolean }>(orm, {
    name: 'end_session',
    text: 'select end_session($1, $2) as ended',
    values: [person.userId, sessionId],
  });
  if (row?.ended !== true) throw new FluxError('NOT_FOUND');
}

/** By any of its refresh tokens; one that is not known ends nothing, and that is no error (RFC 7009 2.2). */
export async function endSessionOfToken(orm: MikroORM, refreshToken: string): Promise<void> {
  await queryAsLogin(orm, {
    name: 'end_session_of_token',
    text: 'select end_session_of_token($1)',
    values: [hashOf(refreshToken)],
  });
}
