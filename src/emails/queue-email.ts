// Puts a mail into the outbox, in the transaction of what it tells of: it is sent once that is committed, and only
// then.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { callFunction } from '../kernel/sql.ts';
import type { EmailContents, EmailKind, EmailOf } from './email-contents.ts';
import type { Outbox } from './outbox.ts';

/** What stands in a row of the outbox. */
export interface Envelope {
  id: string;
  sealed: string;
  /** One address, as PostgreSQL writes an array: the database keeps its hash in this place. */
  addresses: string;
}

export interface Queued {
  /** The same id again is the same mail; a new one unless told. */
  id?: string;
  /** Of no use after that. */
  validUntil: Date;
}

/**
 * As the person of the transaction; `to` need not be theirs. Throws EMAIL_NOT_CONFIGURED where `outbox.isOpen` is not:
 * whoever can do without asks that before.
 */
export async function queueEmail<Kind extends EmailKind>(
  outbox: Outbox,
  ctx: Ctx,
  { kind, to, values }: EmailOf<Kind>,
  { id = newId(), validUntil }: Queued,
): Promise<void> {
  const { sealed, addresses } = envelopeOf(outbox, to, values, id);
  await callFunction(ctx, 'queue_email', id, kind, sealed, addresses, validUntil);
  ctx.tell({ kind: 'email_queued', emailId: id });
}

/** For functions of the database that queue a mail themselves. Throws EMAIL_NOT_CONFIGURED. */
export function envelopeOf(
  outbox: Outbox,
  to: string,
  values: EmailContents[EmailKind],
  id = newId(),
): Envelope {
  if (!outbox.isOpen) throw new FluxError('EMAIL_NOT_CONFIGURED');
  return {
    id,
    sealed: outbox.seal({ to, values }),
    addresses: `{"${to.replaceAll(/["\\]/g, String.raw`\$&`)}"}`,
  };
}
