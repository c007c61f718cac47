// Mails an invitation to whom it is for, where this deployment mails; the inviter can hand it on all the same.
import type { Outbox } from '../emails/outbox.ts';
import { queueEmail } from '../emails/queue-email.ts';
import type { Ctx } from '../kernel/context.ts';
import type { NewInvitation } from './invite-person.ts';

/** In the transaction of the invitation; nothing where no mail server is configured. */
export async function mailInvitation(
  outbox: Outbox,
  ctx: Ctx,
  { invitation, token, organisation }: NewInvitation,
): Promise<void> {
  if (!outbox.isOpen) return;
  const email = { kind: 'invitation' as const, to: invitation.email, values: { token, organisation } };
  await queueEmail(outbox, ctx, email, { validUntil: invitation.expiresAt });
}
