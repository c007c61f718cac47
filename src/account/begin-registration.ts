// Registers an address that has to be proven first: whether it is taken already, only its mailbox is told.
import { envelopeOf } from '../emails/queue-email.ts';
import { makeLink } from '../emails/email-link.ts';
import { takeEmail } from '../emails/take-email.ts';
import { tellQueued } from '../emails/tell-queued.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId, newId } from '../kernel/ids.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';
import { isWeakPassword } from './password-rules.ts';
import { hashPassword } from './password.ts';
import type { RegisterPerson } from './register-person.ts';

/** What is kept of an account that there is not yet, behind its link. */
export interface Registration {
  password_hash: string;
  name: string | null;
  zone: string;
  onboarding: boolean;
}

/**
 * The same work and the same silence for an address that is taken and for one that is not. Throws PASSWORD_WEAK,
 * RATE_LIMITED and UNAVAILABLE. Under the same Idempotency-Key the same request mails once.
 */
export async function beginRegistration(
  ports: MailPorts,
  input: RegisterPerson & { onboarding: boolean },
): Promise<void> {
  const { email, password, name, zone, onboarding, network, key } = input;
  if (isWeakPassword(password, email)) throw new FluxError('PASSWORD_WEAK');
  const id = key ? repeatableId(ports, [key, email, password, name, zone, onboarding]) : newId();
  if (key && (await isQueued(ports, id))) return tellQueued(ports, id);
  await takeEmail(ports.limiter, { mail: 'registration', asker: network, address: email });
  const details: Registration = { password_hash: await hashPassword(password), name, zone, onboarding };
  const link = makeLink('registration');
  const mail = envelopeOf(ports.outbox, email, { token: link.token }, id);
  const registration = [link.hash, email, JSON.stringify(details), link.validUntil];
  await callAsLogin(ports.orm, 'begin_registration', ...registration, mail.id, mail.sealed, mail.addresses);
  await tellQueued(ports, mail.id);
}

/** The very same request, whether or not its address is taken: it is counted once. */
async function isQueued({ orm }: MailPorts, id: string): Promise<boolean> {
  const [row] = await callAsLogin<{ is_email_queued: boolean }>(orm, 'is_email_queued', id);
  return row?.is_email_queued === true;
}

/** Keyed: what it is made of cannot be guessed from it. */
function repeatableId({ outbox }: MailPorts, parts: unknown[]): string {
  return derivedId(outbox.nameOf(JSON.stringify(parts)).slice(0, 32), 'registration');
}
