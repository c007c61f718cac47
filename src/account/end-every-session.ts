// Signs a person out everywhere: out of every session, and out of what the outside issuer gave them until now.
import type { MikroORM } from '@mikro-orm/postgresql';
import { callAsLogin } from '../kernel/sql.ts';
import { waitForNextSecond } from '../kernel/wait-for-next-second.ts';
import type { Principal } from './principal.ts';

/**
 * API keys stay: they are deleted one by one. Outside tokens tell their age in seconds, and of the very second of this
 * nobody knows which came first: all of them are dead. So it is over only when that second is, and whatever the issuer
 * gives out after the answer lives.
 */
export async function endEverySession(
  orm: MikroORM,
  { userId, sessionId }: Pick<Principal, 'userId' | 'sessionId'>,
): Promise<void> {
  await callAsLogin(orm, 'end_every_session', userId);
  if (sessionId === null) await waitForNextSecond(orm);
}
