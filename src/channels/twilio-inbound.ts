// What people wrote to us, read from Twilio's own list: a webhook that nobody answered is not sent again.
import { FluxError } from '../kernel/errors.ts';
import { readBackTo, type TwilioPage, type TwilioRecord } from './twilio-look-up.ts';
import { failureOf } from './twilio-outcome.ts';
import { parseWhatsApp, type WhatsAppAddress } from './whatsapp-address.ts';

/** What a person wrote to us, as the provider lists it: without the button or the quote that a webhook names. */
export interface HeardMessage {
  /** MessageSid. */
  externalId: string;
  /** Null where it is none of WhatsApp's. */
  from: WhatsAppAddress | null;
  text: string;
  /** When it reached the provider; whole seconds. */
  at: Date;
}

/** The most that Twilio gives at once. */
export const LARGEST_PAGE = 1000;
/** So many of them are read at most. */
const MAX_PAGES = 50;

/** The list is read back to `since`, newest first. Throws PROVIDER_UNAVAILABLE where that cannot be done. */
export async function listInbound(
  firstPage: () => Promise<TwilioPage<TwilioRecord & { body: string }>>,
  since: Date,
): Promise<HeardMessage[]> {
  const records = await readBackTo(since.getTime(), firstPage, MAX_PAGES).catch((error: unknown) => {
    throw unavailable(failureOf(error).detail);
  });
  if (records === null) throw unavailable('The list of Twilio is too long to be read');
  return records
    .filter(({ direction }) => direction === 'inbound')
    .map(({ sid, from, body, dateCreated }) => ({
      externalId: sid,
      from: parseWhatsApp(from),
      text: body,
      at: new Date(dateCreated),
    }))
    .toReversed();
}

const unavailable = (detail: string): FluxError => new FluxError('PROVIDER_UNAVAILABLE', { detail });
