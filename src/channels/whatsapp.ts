// Sends WhatsApp messages through Twilio, and finds again what it may have sent.
import { shorten } from '../kernel/shorten.ts';
import type { Address } from './address.ts';
import type { LookUp, SendOutcome } from './outcome.ts';
import type { TwilioClient } from './twilio-client.ts';
import { PAGE_SIZE, findOldest } from './twilio-look-up.ts';
import { LARGEST_PAGE, listInbound, type HeardMessage } from './twilio-inbound.ts';
import { sendOnce } from './twilio-outcome.ts';
import { toWhatsApp } from './whatsapp-address.ts';

/** What is longer Twilio refuses (21617), and it reaches nobody. */
export const LONGEST_TEXT = 1600;

/**
 * Free text (cut to LONGEST_TEXT) reaches a person only within 24 hours of their last message to us; an approved
 * template always does. Buttons exist only in templates, so a text names the words that can be answered instead.
 */
export type WhatsAppContent =
  | { body: string }
  | { contentSid: string; /** Keys "1", "2", ... */ variables: Readonly<Record<string, string>> };

export interface WhatsAppMessage {
  /** E.164 number or WhatsApp user id, without "whatsapp:". */
  to: string;
  /** Our sender, E.164. */
  from: string;
  content: WhatsAppContent;
  /** Absolute URL for the states of this message; a query that names the dispatch proves that an attempt was taken. */
  statusCallback: string | null;
  /** 1 to 36,000; later than that it dies undelivered (30036) instead of arriving late. */
  validitySeconds: number | null;
}

export interface WhatsAppQuery {
  to: Address;
  from: string;
  /** The whole text, or a reference that stands in it and nowhere else; of a template the rendered text counts. */
  text: { body: string } | { reference: string };
  /** When the first attempt started. */
  since: Date;
  /** Ids of messages that belong to other dispatches. */
  exclude?: readonly string[];
}

export interface WhatsAppChannel {
  /** One request, never repeated. `externalId`: the message SID. */
  send(message: WhatsAppMessage): Promise<SendOutcome>;
  /** The message that an attempt of unknown outcome may have left behind. */
  find(query: WhatsAppQuery): Promise<LookUp>;
  /** What people wrote to `to` (E.164) since then, the oldest first. Throws PROVIDER_UNAVAILABLE. */
  heard(query: { to: Address; since: Date }): Promise<HeardMessage[]>;
}

/** Such a message reached nobody: it is as good as never sent. */
const GAVE_UP: readonly string[] = ['failed', 'undelivered', 'canceled'];

const MESSAGE_SID = /^(SM|MM)[0-9a-f]{32}$/i;

export function createWhatsApp(twilio: TwilioClient): WhatsAppChannel {
  return {
    send: ({ to, from, content, statusCallback, validitySeconds }) =>
      sendOnce(
        () =>
          twilio.messages.create({
            to: toWhatsApp(to),
            from: toWhatsApp(from),
            ...('body' in content ? { body: shorten(content.body, LONGEST_TEXT) } : template(content)),
            ...(statusCallback !== null && { statusCallback }),
            ...(validitySeconds !== null && { validityPeriod: validitySeconds }),
          }),
        MESSAGE_SID,
      ),

    find: ({ to, from, text, since, exclude = [] }) =>
      findOldest(() => twilio.messages.page({ to: toWhatsApp(to), pageSize: PAGE_SIZE }), {
        since,
        exclude,
        isOurs: (message) =>
          message.from === toWhatsApp(from) && !GAVE_UP.includes(message.status) && says(message.body, text),
      }),

    heard: ({ to, since }) =>
      listInbound(() => twilio.messages.page({ to: toWhatsApp(to), pageSize: LARGEST_PAGE }), since),
  };
}

function template({ contentSid, variables }: Extract<WhatsAppContent, { contentSid: string }>) {
  const cleaned = Object.entries(variables).map(([key, value]) => [key, templateValue(value)]);
  return { contentSid, contentVariables: JSON.stringify(Object.fromEntries(cleaned)) };
}

// WhatsApp refuses empty values, line breaks, tabs and runs of spaces in a template.
function templateValue(value: string): string {
  return value.replace(/\s+/gu, ' ').trim() || '-';
}

function says(body: string, text: WhatsAppQuery['text']): boolean {
  if ('body' in text) return body.trim() === text.body.trim();
  // Every text includes an empty one.
  return text.reference !== '' && body.includes(text.reference);
}
