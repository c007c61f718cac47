// Reads an inbound WhatsApp message out of the fields of its webhook.
import { numberKey } from '../account/phone-number.ts';
import { SHORTER_BODY, type WebhookFields } from '../channels/webhook-fields.ts';
import { parseWhatsApp } from '../channels/whatsapp-address.ts';
import { FluxError } from '../kernel/errors.ts';
import type { InboundMessage } from './receive-message.ts';
import { parseReply } from './reply.ts';

/** Throws BAD_REQUEST where a field is missing that is always there, or two say different numbers. */
export function readMessage(fields: WebhookFields): InboundMessage {
  return {
    externalId: required(fields, 'MessageSid'),
    from: readCaller(fields),
    text: present(fields, 'Body'),
    shorterText: fields.get(SHORTER_BODY) ?? null,
    buttonPayload: fields.get('ButtonPayload') ?? null,
    optOutType: fields.get('OptOutType') ?? null,
    repliedTo: fields.get('OriginalRepliedMessageSid') ?? null,
    written: null,
  };
}

/**
 * Whether its words alone say all that it says: a button and a quote are known to its webhook only, and whether a name
 * fits anything is known to the database only.
 */
export function isHeardByItsWords({ text, repliedTo, ...hints }: InboundMessage): boolean {
  const { intent } = parseReply(text);
  return intent !== 'unknown' && repliedTo === null && intent === parseReply(text, hints).intent;
}

/** Whom an answer would go to. */
export const numberOf = (fields: WebhookFields): string => required(fields, 'From');

/** Throws BAD_REQUEST where it is absent or empty. */
export function required(fields: WebhookFields, name: string): string {
  return present(fields, name) || missing(name);
}

/** Cut off and glued to another field, a text would say something else. */
function present(fields: WebhookFields, name: string): string {
  return fields.get(name) ?? missing(name);
}

function missing(name: string): never {
  throw new FluxError('BAD_REQUEST', { detail: `${name} is missing` });
}

/** Whoever hides their number is known by an id, which may stand in `From` as well. */
function readCaller(fields: WebhookFields): InboundMessage['from'] {
  const from = parseWhatsApp(fields.get('From') ?? null);
  const hidden = parseWhatsApp(fields.get('ExternalUserId') ?? null);
  const digits = fields.get('WaId');
  const waNumber = digits === undefined ? null : `+${digits}`;
  const phone = from?.kind === 'number' ? from.e164 : from && waNumber;
  if (phone && waNumber && numberKey(phone) !== numberKey(waNumber))
    throw new FluxError('BAD_REQUEST', { detail: 'From and WaId are two numbers' });
  const user = from?.kind === 'user' ? from : hidden;
  return { phone: phone ?? null, whatsappUserId: user?.kind === 'user' ? user.id : null };
}
