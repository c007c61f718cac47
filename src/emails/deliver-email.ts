// Sends one mail of the outbox, effectively once: claimed before, written down behind.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { EmailChannel } from '../channels/email.ts';
import type { SendOutcome } from '../channels/outcome.ts';
import { asSystem } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import { claimEmail, type ClaimedEmail } from './claim-email.sql.ts';
import { composeEmail } from './compose-email.ts';
import type { AnyEmail } from './email-contents.ts';
import { emailsEnded } from './email-metrics.ts';
import { textOf } from './email-texts.ts';
import { Email } from './email.entity.ts';
import type { Outbox, Sealed } from './outbox.ts';
import { suppressAddress } from './suppress-address.sql.ts';

export interface DeliveryPorts {
  orm: MikroORM;
  /** Null: no mail server is configured. */
  email: EmailChannel | null;
  outbox: Outbox;
  /** How long an unclear send may still be under way. */
  emailSettleMs: number;
  /** Of our sender: behind the @ of every Message-ID. */
  emailDomain: string;
  linksUrl: string;
  publicUrl: string;
  log: Log;
}

export type Ended = 'sent' | 'failed' | 'suppressed' | 'over';

/** A claim that is older when the send begins is given back: the next one may count on it. */
const FENCE_MS = 1000;

/**
 * Resolves when nothing is left to do. Throws PROVIDER_UNAVAILABLE where it is to be tried again: not sent, somebody
 * else's, or of an outcome that nobody knows.
 */
export async function deliverEmail(
  ports: DeliveryPorts,
  { emailId: id }: { emailId: string },
): Promise<Ended> {
  const { orm, email: channel, emailSettleMs: settleMs } = ports;
  if (!channel) throw again('no mail server is configured');
  const beganMs = performance.now();
  const claim = await asSystem(orm, (em) => claimEmail(em, { id, settleMs }));
  if (claim.kind === 'over') return 'over';
  if (claim.kind === 'under_way') throw again('claimed by another attempt', settleMs);
  const { email } = claim;
  if (email.state !== 'sending') return ended(email, email.state);
  const sealed = ports.outbox.open(email.sealed!);
  if (!sealed) return end(ports, id, email, { state: 'failed', reason: 'secret_gone' });
  if (performance.now() - beganMs > FENCE_MS) {
    await settle(ports, id, email, { state: 'planned', claimedAt: null });
    throw again('the claim was too old');
  }
  return record(ports, id, email, await channel.send(messageOf(ports, id, email, sealed)));
}

const messageIdOf = (id: string, domain: string): string => `<${id}@${domain}>`;

function messageOf(ports: DeliveryPorts, id: string, email: ClaimedEmail, { to, values }: Sealed) {
  const { publicUrl, linksUrl, emailDomain } = ports;
  const { kind, unsubscribeToken: token } = email;
  const unsubscribeUrl = token === null ? null : `${publicUrl}/webhooks/email/unsubscribe/${token}`;
  const known = { kind, to, values } as AnyEmail;
  const text = textOf(known.kind, known.values as never);
  return {
    to,
    messageId: messageIdOf(id, emailDomain),
    ...composeEmail(text, { linksUrl, unsubscribeUrl }),
  };
}

async function record(
  ports: DeliveryPorts,
  id: string,
  email: ClaimedEmail,
  outcome: SendOutcome,
): Promise<Ended> {
  if (outcome.kind === 'sent') return end(ports, id, email, { state: 'sent', reason: null });
  ports.log.info(
    { email_id: id, kind: email.kind, outcome: outcome.kind, said: outcome.detail },
    'not mailed',
  );
  // Nobody can be asked: it stays as it is, and is sent once more, under the same Message-ID, and not again.
  if (outcome.kind === 'unknown') throw again(outcome.detail, ports.emailSettleMs);
  if (outcome.kind === 'refused' && outcome.permanent) {
    // The mail server says that there is no such mailbox.
    if (outcome.reason === 'contact') await asSystem(ports.orm, (em) => suppressAddress(em, id));
    return end(ports, id, email, { state: 'failed', reason: outcome.code });
  }
  await settle(ports, id, email, { state: 'planned', claimedAt: null });
  throw again(outcome.detail);
}

async function end(
  ports: DeliveryPorts,
  id: string,
  email: ClaimedEmail,
  { state, reason }: { state: 'sent' | 'failed'; reason: string | null },
): Promise<Ended> {
  await settle(ports, id, email, { state, reason, sealed: null, endedAt: new Date() });
  return ended(email, state);
}

function ended({ kind }: ClaimedEmail, state: Exclude<Ended, 'over'>): Ended {
  emailsEnded.inc({ kind, state });
  return state;
}

type Change = Partial<Pick<Email, 'state' | 'reason' | 'sealed' | 'claimedAt' | 'endedAt'>>;

/** Of this claim alone: a bounce that came first, or a later claim, stays as it is. */
async function settle({ orm }: DeliveryPorts, id: string, { attempt }: ClaimedEmail, change: Change) {
  await asSystem(orm, (em) => em.nativeUpdate(Email, { id, state: 'sending', attempt }, change));
}

const again = (detail: string, retryAfterMs?: number): FluxError =>
  new FluxError('PROVIDER_UNAVAILABLE', {
    detail,
    ...(retryAfterMs !== undefined && { fields: { retryAfterMs } }),
  });
