// Gives whoever has a mailed link a new password, and signs everybody out; the mailbox is told.
import { peekLink, type LinkKind } from '../emails/email-link.ts';
import { envelopeOf } from '../emails/queue-email.ts';
import { tellQueued } from '../emails/tell-queued.ts';
import { FluxError } from '../kernel/errors.ts';
import { DAY_MS } from '../kernel/time.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';
import { isWeakPassword } from './password-rules.ts';
import { hashPassword } from './password.ts';

export interface NewPassword {
  token: string;
  password: string;
}

/** Throws LINK_INVALID, and PASSWORD_WEAK, after which the link is still good. */
export const resetPassword = (ports: MailPorts, input: NewPassword): Promise<void> =>
  byLink(ports, 'reset', 'reset_password', input);

/** As well: the address becomes again what it was before somebody changed it. Throws the same. */
export const takeBackEmail = (ports: MailPorts, input: NewPassword): Promise<void> =>
  byLink(ports, 'take-back', 'take_back_email', input);

async function byLink(
  ports: MailPorts,
  kind: LinkKind,
  statement: string,
  { token, password }: NewPassword,
): Promise<void> {
  const { hash, email } = await peekLink(ports.orm, kind, token);
  if (isWeakPassword(password, email)) throw new FluxError('PASSWORD_WEAK');
  const passwordHash = await hashPassword(password);
  const mail = envelopeOf(ports.outbox, email, {});
  const tells = [mail.id, mail.sealed, mail.addresses, new Date(Date.now() + DAY_MS)];
  const [row] = await callAsLogin<Record<string, boolean>>(
    ports.orm,
    statement,
    hash,
    passwordHash,
    ...tells,
  );
  // Used by somebody else since it was looked at.
  if (row?.[statement] !== true) throw new FluxError('LINK_INVALID');
  await tellQueued(ports, mail.id);
}
