// Makes the account of somebody who has the link, and the password that was chosen when it was asked for.
import { peekLink } from '../emails/email-link.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { Registration } from './begin-registration.ts';
import type { Proven } from './open-session.ts';
import { passwordMatches } from './password.ts';
import { countTry, type TryPorts } from './take-try.ts';

export interface Registered {
  person: Proven;
  email: string;
  /** Whether the coach asks its first questions. */
  onboarding: boolean;
}

/**
 * Both, so that nobody is led into an account whose password somebody else has chosen. Throws LINK_INVALID, also where
 * the address was taken since, BAD_CREDENTIALS for another password, and RATE_LIMITED where that is tried too often.
 */
export async function finishRegistration(
  ports: TryPorts,
  { token, password, network }: { token: string; password: string; network: string },
): Promise<Registered> {
  const { hash, email, registration } = await peekLink(ports.orm, 'registration', token);
  const { password_hash: passwordHash, onboarding } = registration as Registration;
  const isRight = await countTry(ports, { email, network }, async () =>
    (await passwordMatches(password, passwordHash)) ? true : null,
  );
  if (!isRight) throw new FluxError('BAD_CREDENTIALS');
  const person = { userId: newId(), orgId: newId(), passwordHash };
  const [row] = await callAsLogin<{ finish_registration: 'done' | 'gone' | 'taken' }>(
    ports.orm,
    'finish_registration',
    hash,
    person.userId,
    person.orgId,
  );
  if (row?.finish_registration !== 'done') throw new FluxError('LINK_INVALID');
  return { person, email, onboarding };
}
