// Checks e-mail and password; takes as long for an unknown address as for a known one.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { Proven } from './open-session.ts';
import { passwordMatches } from './password.ts';
import { countTry, type Try, type TryPorts } from './take-try.ts';

export interface Credentials {
  user_id: string;
  org_id: string;
  password_hash: string | null;
  /** While a registration may still be repeated. */
  registration_key_hash: string | null;
}

/**
 * `email`: trimmed and in lower case. Throws BAD_CREDENTIALS, the same for an unknown address and a wrong password, and
 * RATE_LIMITED before any work is done for an account that is guessed at too often from there.
 */
export async function signIn(ports: TryPorts, input: Try & { password: string }): Promise<Proven> {
  const proven = await countTry(ports, input, async () => {
    const known = await findCredentials(ports.orm, input.email);
    const passwordHash = known?.password_hash ?? null;
    const matches = await passwordMatches(input.password, passwordHash);
    if (!known || passwordHash === null || !matches) return null;
    return { orgId: known.org_id, userId: known.user_id, passwordHash };
  });
  if (!proven) throw new FluxError('BAD_CREDENTIALS');
  return proven;
}

/** Of the account with this address (trimmed, lower case), or undefined. */
export async function findCredentials(orm: MikroORM, email: string): Promise<Credentials | undefined> {
  const [known] = await callAsLogin<Credentials & Record<string, unknown>>(orm, 'find_credentials', email);
  return known;
}
