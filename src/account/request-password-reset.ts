// Mails a link to whoever has forgotten their password, and to nobody else; nobody but the mailbox learns which.
import { makeLink } from '../emails/email-link.ts';
import { envelopeOf } from '../emails/queue-email.ts';
import { takeEmail } from '../emails/take-email.ts';
import { tellQueued } from '../emails/tell-queued.ts';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';

/**
 * `email`: trimmed, lower case. The same for an address that nobody has. Throws EMAIL_NOT_CONFIGURED, RATE_LIMITED and
 * UNAVAILABLE.
 */
export async function requestPasswordReset(
  ports: MailPorts,
  { email, network }: { email: string; network: string },
): Promise<void> {
  if (!ports.outbox.isOpen) throw new FluxError('EMAIL_NOT_CONFIGURED');
  await takeEmail(ports.limiter, { mail: 'reset', asker: network, address: email });
  const link = makeLink('reset');
  const mail = envelopeOf(ports.outbox, email, { token: link.token });
  const asked = [link.hash, email, link.validUntil, mail.id, mail.sealed, mail.addresses];
  await callAsLogin(ports.orm, 'request_password_reset', ...asked);
  await tellQueued(ports, mail.id);
}
