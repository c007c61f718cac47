// Hears what people wrote by WhatsApp while nobody answered the provider's webhook: the provider keeps a list.
import { findPhoneOwner, type Caller } from '../account/find-phone-owner.ts';
import { addressOf } from '../channels/address.ts';
import type { HeardMessage } from '../channels/twilio-inbound.ts';
import { reachOf, toWhatsApp, type WhatsAppAddress } from '../channels/whatsapp-address.ts';
import { asSystem } from '../kernel/context.ts';
import { HOUR_MS, MINUTE_MS } from '../kernel/time.ts';
import { isHeard } from '../reminders/is-heard.ts';
import { receiveMessage } from '../reminders/receive-message.ts';
import type { Written } from '../reminders/written.ts';
import { findHeard } from './find-heard.sql.ts';
import type { Kind, Look, ReconcilerPorts, Seen } from './kind.ts';
import { whenWritten } from './when-written.ts';

/** So long "done" counts: what is older changes nothing any more. */
const FURTHEST_MS = 24 * HOUR_MS;
/** What the provider lists late is found all the same. */
const OVERLAP_MS = 15 * MINUTE_MS;
/** An answer that arrives later than this has nothing left to say. */
const VALIDITY_SECONDS = 3600;

/** What it leaves to the next look is a moment: everything written before it has been heard. */
export const unheardMessages: Kind = {
  name: 'unheard-messages',
  look: async (ports, look) => {
    // By then the webhook has been answered, or nobody will answer it.
    const until = new Date(Date.now() - ports.settleMs);
    const since = new Date(Math.max(sinceOf(look), Date.now() - FURTHEST_MS));
    const to = addressOf(ports.whatsappFrom);
    const listed = to ? await ports.whatsapp.heard({ to, since }) : [];
    const ids = listed.map(({ externalId }) => externalId);
    const heardAt = await asSystem(ports.orm, (em) => findHeard(em, ids));
    const unheard = listed.filter(({ at, externalId }) => at <= until && !heardAt.has(externalId));
    return hearAll(ports, look, until, { unheard, listed, heardAt: new Map(heardAt) });
  },
};

const sinceOf = ({ from }: Look): number => (from === null ? 0 : Date.parse(from) - OVERLAP_MS);

interface Listed {
  unheard: HeardMessage[];
  /** Those that were heard as well, the oldest first. */
  listed: HeardMessage[];
  /** By id. What is heard now counts from when it was written. */
  heardAt: Map<string, Date>;
}

async function hearAll(
  ports: ReconcilerPorts,
  { mayGoOn }: Look,
  until: Date,
  { unheard, listed, heardAt }: Listed,
): Promise<Seen> {
  const seen: Seen = {
    waiting: 0,
    oldestAt: null,
    revived: 0,
    failed: 0,
    next: until.toISOString(),
    isDone: true,
  };
  for (const message of unheard) {
    if (!mayGoOn()) return { ...seen, next: message.at.toISOString(), isDone: false };
    const written = momentOf(message, listed, heardAt);
    heardAt.set(message.externalId, written.until);
    const heard = await hear(ports, message, written).catch((error: unknown) => {
      ports.log.warn({ err: error, external_id: message.externalId }, 'message not heard');
      return 'failed' as const;
    });
    if (heard === 'stranger') continue;
    seen.waiting += 1;
    seen.oldestAt ??= message.at;
    seen[heard === 'failed' ? 'failed' : 'revived'] += 1;
    // It is listed again as long as it has not been heard.
    if (heard === 'failed' && Date.parse(seen.next!) > message.at.getTime())
      seen.next = message.at.toISOString();
  }
  return seen;
}

function momentOf(message: HeardMessage, listed: HeardMessage[], heardAt: Map<string, Date>): Written {
  const sender = message.from && reachOf(message.from);
  const own = listed.filter(({ from }) => (from && reachOf(from)) === sender);
  return whenWritten(own, own.indexOf(message), heardAt);
}

/**
 * A number of nobody is answered by the webhook alone: nothing of it is kept, so it would be answered for ever. The
 * same goes for what was written before the number was theirs.
 */
async function hear(
  ports: ReconcilerPorts,
  message: HeardMessage,
  written: Written,
): Promise<'heard' | 'stranger'> {
  if (message.from === null) return 'stranger';
  const from = callerOf(message.from);
  const owner = await findPhoneOwner(ports.orm, from);
  if (!owner || (owner.since && written.until < owner.since)) return 'stranger';
  const { externalId, text } = message;
  const { say, kind } = await receiveMessage(ports, { externalId, from, text, repliedTo: null, written });
  // Said once or not at all, as a webhook's answer is; whoever was not understood then is not asked back now.
  const to = reachOf(message.from);
  if (say !== null && kind === 'understood' && (await isHeard(ports.limiter, kind, toWhatsApp(to))))
    await answer(ports, to, say);
  return 'heard';
}

/** The list has one address where a webhook may have two. */
const callerOf = (from: WhatsAppAddress): Caller => ({
  phone: from.kind === 'number' ? from.e164 : null,
  whatsappUserId: from.kind === 'user' ? from.id : null,
});

async function answer(
  { whatsapp, whatsappFrom, log }: ReconcilerPorts,
  to: string,
  body: string,
): Promise<void> {
  const message = { to, from: whatsappFrom, content: { body }, statusCallback: null };
  const outcome = await whatsapp.send({ ...message, validitySeconds: VALIDITY_SECONDS });
  if (outcome.kind !== 'sent') log.warn({ outcome: outcome.kind }, 'answer to a late message not sent');
}
