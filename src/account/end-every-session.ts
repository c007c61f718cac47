// Signs a person out everywhere: every session, and every outside token that was issued until now. API keys stay: they are deleted one by one.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { queryAsLogin } from '../kernel/sql.ts';

/** Outside tokens tell their age in seconds, by the issuer's clock: one that is issued in the very second of this is refused, too. */
export async function endEverySession(orm: MikroORM, person: Person): Promise<void> {
  await queryAsLogin(orm, {
    name: 'end_every_session',
    text: 'select end_every_session($1)',
    values: [person.userId],
  });
}
