// Moves an account to another address: the old one counts until the new one is proven, and is told then.
import { makeLink, peekLink } from '../emails/email-link.ts';
import { envelopeOf } from '../emails/queue-email.ts';
import type { Outbox } from '../emails/outbox.ts';
import { tellQueued } from '../emails/tell-queued.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { callAsLogin, callFunction } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';
import { passwordMatches } from './password.ts';
import { countOwnTry } from './take-try.ts';

/** Throws BAD_CREDENTIALS, also for whoever has no password here, and RATE_LIMITED like any other try at it. */
export async function requirePassword(
  { orm, limiter }: Pick<MailPorts, 'orm'> & { limiter: Limiter },
  { userId, password }: { userId: string; password: string },
): Promise<void> {
  const [known] = await callAsLogin<{ password_hash: string | null }>(orm, 'find_password', userId);
  const isRight = await countOwnTry(limiter, `signed in as ${userId}`, async () =>
    (await passwordMatches(password, known?.password_hash ?? null)) ? true : null,
  );
  if (!isRight) throw new FluxError('BAD_CREDENTIALS');
}

/** `email`: the new one. Whether it is somebody's already, only its mailbox is told. Throws EMAIL_NOT_CONFIGURED. */
export async function beginEmailChange(outbox: Outbox, ctx: Ctx, email: string): Promise<void> {
  const link = makeLink('change');
  const mail = envelopeOf(outbox, email, { token: link.token });
  const asked = [link.hash, email, link.validUntil, mail.id, mail.sealed, mail.addresses];
  await callFunction(ctx, 'begin_email_change', ...asked);
  ctx.tell({ kind: 'email_queued', emailId: mail.id });
}

/** The old address gets a link that takes it back. Throws LINK_INVALID, also where the new one was taken since. */
export async function finishEmailChange(ports: MailPorts, token: string): Promise<void> {
  const { hash, ownEmail } = await peekLink(ports.orm, 'change', token);
  const back = makeLink('take-back');
  const mail = envelopeOf(ports.outbox, ownEmail ?? '', { token: back.token });
  const changed = [hash, ownEmail, back.hash, back.validUntil, mail.id, mail.sealed, mail.addresses];
  const [row] = await callAsLogin<{ change_email: boolean }>(ports.orm, 'change_email', ...changed);
  if (row?.change_email !== true) throw new FluxError('LINK_INVALID');
  if (ownEmail !== null) await tellQueued(ports, mail.id);
}
