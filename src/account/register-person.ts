// Makes an account: the person, an organisation of their own, and an empty profile, in one step.
import { hash } from 'node:crypto';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { Proven } from './open-session.ts';
import { isWeakPassword } from './password-rules.ts';
import { hashPassword, passwordMatches } from './password.ts';
import { findCredentials } from './sign-in.ts';
import { countTry, type TryPorts } from './take-try.ts';

export interface RegisterPerson {
  /** Trimmed and in lower case. */
  email: string;
  password: string;
  name: string | null;
  /** IANA name. */
  zone: string;
  /** The client's Idempotency-Key. */
  key?: string | null;
  /** Where it comes from: `networkOf`. */
  network: string;
}

/**
 * Nobody is signed in yet, so functions of the database do it and nothing else. With the key of a registration of the
 * last 48 hours and its password it is the same one again: `isReplay`. Throws EMAIL_TAKEN, PASSWORD_WEAK,
 * IDEMPOTENCY_KEY_REUSED for the key with another password, and RATE_LIMITED where that is tried too often.
 */
export async function registerPerson(
  ports: TryPorts,
  input: RegisterPerson,
): Promise<{ person: Proven; isReplay: boolean }> {
  if (isWeakPassword(input.password, input.email)) throw new FluxError('PASSWORD_WEAK');
  const passwordHash = await hashPassword(input.password);
  const person: Proven = { orgId: newId(), userId: newId(), passwordHash };
  const keyHash = input.key ? hash('sha256', input.key, 'base64url') : null;
  const { email, name, zone } = input;
  const account = [person.userId, person.orgId, email, passwordHash, name, zone, keyHash];
  const [row] = await callAsLogin<{ register_person: boolean }>(ports.orm, 'register_person', ...account);
  if (row?.register_person === true) return { person, isReplay: false };
  return { person: await recogniseRepeat(ports, input, keyHash), isReplay: true };
}

/** Whoever repeats a registration proves it by its password, and so this is one more place to try passwords at. */
async function recogniseRepeat(
  ports: TryPorts,
  { email, password, network }: RegisterPerson,
  keyHash: string | null,
): Promise<Proven> {
  const known = keyHash === null ? undefined : await findCredentials(ports.orm, email);
  if (!known || known.registration_key_hash !== keyHash) throw new FluxError('EMAIL_TAKEN');
  const { org_id: orgId, user_id: userId, password_hash: passwordHash } = known;
  const proven = await countTry(ports, { email, network }, async () => {
    if (passwordHash === null || !(await passwordMatches(password, passwordHash))) return null;
    return { orgId, userId, passwordHash };
  });
  if (!proven) throw new FluxError('IDEMPOTENCY_KEY_REUSED');
  return proven;
}
