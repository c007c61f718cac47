// What Twilio checks before it takes a message, and the row it makes of it.
import type { Message } from '../state.ts';
import type { World } from '../world.ts';
import { refuseMagicNumbers } from './magic-numbers.ts';
import { renderTemplate } from './templates.ts';
import { VendorError } from './vendor-error.ts';
import { isE164, isWhatsAppUser, newSid, parseAddress, type Form } from './wire.ts';

/**
 * Throws VendorError for what is refused at once. What only the channel refuses (closed 24-hour window, WhatsApp
 * opt-out) is accepted here and fails later, as it does in reality.
 */
export function acceptMessage(world: World, form: Form): Message {
  const to = form.get('To');
  if (to === null) throw new VendorError(21604);
  const messagingServiceSid = form.get('MessagingServiceSid');
  const address = parseAddress(to);
  const from =
    form.get('From') ?? (messagingServiceSid === null ? null : defaultSender(world, address.channel));
  if (from === null) throw new VendorError(21603);
  const sender = parseAddress(from);
  refuseMagicNumbers('message', address.number, sender.number);
  const isHidden = address.channel === 'whatsapp' && isWhatsAppUser(address.number);
  if (!isE164(address.number) && !isHidden) throw new VendorError(21211, `Invalid 'To' Phone Number: ${to}`);
  if (!isE164(sender.number)) throw new VendorError(21212);
  if (address.channel !== sender.channel) throw new VendorError(21910);
  const content = readContent(world, form);
  const phone = world.phone(address.number);
  if (address.channel === 'sms' && phone.stopped.includes(from)) throw new VendorError(21610);
  const now = world.now();
  const message: Message = {
    sid: newSid(content.contentSid === null ? 'SM' : 'MM'),
    channel: address.channel,
    direction: 'outbound-api',
    number: address.number,
    to,
    from,
    messagingServiceSid,
    ...content,
    status: messagingServiceSid === null ? 'queued' : 'accepted',
    errorCode: null,
    repliedToSid: null,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
  };
  world.state.messages.push(message);
  world.changed();
  return message;
}

function defaultSender(world: World, channel: 'sms' | 'whatsapp'): string {
  return channel === 'whatsapp' ? `whatsapp:${world.options.whatsAppNumber}` : world.options.whatsAppNumber;
}

function readContent(world: World, form: Form): Pick<Message, 'body' | 'contentSid' | 'buttons'> {
  const contentSid = form.get('ContentSid');
  if (contentSid !== null) {
    const template = world.state.templates.find((t) => t.sid === contentSid);
    if (!template) throw new VendorError(21655);
    return { contentSid, ...renderTemplate(template, form.get('ContentVariables')) };
  }
  const body = form.get('Body');
  if (body === null) throw new VendorError(21602);
  if (body.length > 1600) throw new VendorError(21617);
  return { contentSid: null, body, buttons: [] };
}
