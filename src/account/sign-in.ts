// Checks e-mail and password; takes as long for an unknown address as for a known one.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { passwordMatches } from './password.ts';

interface Credentials {
  user_id: string;
  org_id: string;
  password_hash: string;
}

/** `email`: trimmed and in lower case. Throws BAD_CREDENTIALS, the same for an unknown address and a wrong password. */
export async function signIn(orm: MikroORM, input: { email: string; password: string }): Promise<Person> {
  const [known] = await orm.em
    .fork()
    .execute<Credentials[]>('select * from find_credentials(?)', [input.email]);
  const matches = await passwordMatches(input.password, known?.password_hash ?? null);
  if (!known || !matches) throw new FluxError('BAD_CREDENTIALS');
  return { orgId: known.org_id, userId: known.user_id };
}
