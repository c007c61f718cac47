// Signs a person out everywhere: out of every session, and out of what the outside issuer gave them until now.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { callAsLogin } from '../kernel/sql.ts';

/**
 * API keys stay: they are deleted one by one. Outside tokens tell their age in seconds, by the issuer's clock: one that
 * is issued in the very second of this is refused, too.
 */
export async function endEverySession(orm: MikroORM, person: Person): Promise<void> {
  await callAsLogin(orm, 'end_every_session', person.userId);
}
