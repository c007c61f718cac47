// Shows that an address is its person's: a link is mailed there, and opened.
import { hashOfLink, makeLink } from '../emails/email-link.ts';
import type { Outbox } from '../emails/outbox.ts';
import { queueEmail } from '../emails/queue-email.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin, callFunction } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';
import { readMe } from './read-me.ts';

/** Resolves to whether it is proven already; nothing is mailed then. Throws EMAIL_NOT_CONFIGURED. */
export async function requestVerification(outbox: Outbox, ctx: Ctx): Promise<{ isVerified: boolean }> {
  const { email, isEmailVerified } = await readMe(ctx);
  // Who comes by an outside issuer alone, and named none, has none to prove.
  if (email === null || isEmailVerified) return { isVerified: isEmailVerified };
  const { token, hash, validUntil } = makeLink('verification');
  await callFunction(ctx, 'make_email_link', hash, 'verification', email, validUntil);
  await queueEmail(outbox, ctx, { kind: 'verification', to: email, values: { token } }, { validUntil });
  return { isVerified: false };
}

/** Throws LINK_INVALID, also where the person has another address by now. */
export async function verifyEmail({ orm }: Pick<MailPorts, 'orm'>, token: string): Promise<void> {
  const [row] = await callAsLogin<{ verify_email: boolean }>(orm, 'verify_email', hashOfLink(token));
  if (row?.verify_email !== true) throw new FluxError('LINK_INVALID');
}
