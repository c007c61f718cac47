// The person writes, or taps a button: Twilio's signed webhook to the app, whose TwiML answer appears in the thread.
import type { Message } from '../state.ts';
import type { World } from '../world.ts';
import { deliverMessage, readThread } from './message-life.ts';
import { childrenNamed, parseTwiml, textOf } from './twiml.ts';
import { postWebhook } from './webhook.ts';
import { isWhatsAppUser, newSid, parseAddress } from './wire.ts';

const STOP_WORDS = /^(stop|stopall|unsubscribe|cancel|end|quit|revoke|optout)$/i;
const START_WORDS = /^(start|unstop|yes)$/i;

export interface Inbound {
  channel: 'sms' | 'whatsapp';
  /** The person's phone. */
  number: string;
  body: string;
  /** The message that it answers: swiped, or its button tapped. */
  repliedTo?: Message;
  button?: { id: string; title: string };
}

/** Resolves when the app has answered; rejects with a plain Error when no inbound URL is configured. */
export async function sendInbound(world: World, inbound: Inbound): Promise<Message> {
  const { inboundMessageUrl } = world.options;
  if (inboundMessageUrl === undefined) throw new Error('startSimulator was given no inboundMessageUrl');
  const message = recordInbound(world, inbound);
  readThread(world, inbound.number);
  const answer = await postWebhook(world, {
    about: inbound.channel === 'whatsapp' ? 'WhatsApp reply' : 'SMS reply',
    url: inboundMessageUrl,
    params: inboundParams(world, message, inbound),
    expects: 'xml',
    mayBeEmpty: true,
  });
  message.status = 'received';
  world.changed();
  if (answer?.isXml) showReplies(world, message, answer.text);
  return message;
}

function recordInbound(world: World, inbound: Inbound): Message {
  const prefix = inbound.channel === 'whatsapp' ? 'whatsapp:' : '';
  const from = prefix + inbound.number;
  const to = inbound.repliedTo?.from ?? lastSender(world, inbound) ?? prefix + world.options.whatsAppNumber;
  const phone = world.phone(inbound.number);
  const word = inbound.body.trim();
  if (STOP_WORDS.test(word) && !phone.stopped.includes(to)) phone.stopped.push(to);
  if (START_WORDS.test(word)) phone.stopped = phone.stopped.filter((sender) => sender !== to);
  const now = world.now();
  const message: Message = {
    sid: newSid('SM'),
    channel: inbound.channel,
    direction: 'inbound',
    number: inbound.number,
    to,
    from,
    messagingServiceSid: null,
    body: inbound.body,
    contentSid: null,
    buttons: [],
    status: 'receiving',
    errorCode: null,
    repliedToSid: inbound.repliedTo?.sid ?? null,
    createdAt: now,
    updatedAt: now,
    sentAt: now,
  };
  world.state.messages.push(message);
  world.changed();
  return message;
}

function lastSender(world: World, inbound: Inbound): string | undefined {
  return world.state.messages.findLast(
    (m) => m.number === inbound.number && m.channel === inbound.channel && m.direction !== 'inbound',
  )?.from;
}

/** Source: twilio.com/docs/messaging/guides/webhook-request, with the WhatsApp fields. */
function inboundParams(world: World, message: Message, inbound: Inbound): Record<string, string> {
  const whatsApp: Record<string, string> =
    inbound.channel === 'whatsapp'
      ? {
          ProfileName: world.phone(inbound.number).name,
          ...(isWhatsAppUser(inbound.number)
            ? { ExternalUserId: message.from }
            : { WaId: inbound.number.slice(1) }),
          MessageType: inbound.button ? 'button' : 'text',
        }
      : {};
  if (inbound.button) {
    whatsApp['ButtonPayload'] = inbound.button.id;
    whatsApp['ButtonText'] = inbound.button.title;
  }
  if (inbound.repliedTo) {
    whatsApp['OriginalRepliedMessageSid'] = inbound.repliedTo.sid;
    whatsApp['OriginalRepliedMessageSender'] = inbound.repliedTo.from;
  }
  return {
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    SmsStatus: 'received',
    AccountSid: world.options.accountSid,
    ApiVersion: '2010-04-01',
    From: message.from,
    To: message.to,
    Body: message.body,
    NumMedia: '0',
    NumSegments: '1',
    ReferralNumMedia: '0',
    ...whatsApp,
  };
}

/** Each <Message> of the answer goes back to the person, stopped or not: it confirms what they just wrote. */
function showReplies(world: World, inbound: Message, twiml: string): void {
  let texts: string[];
  try {
    texts = childrenNamed(parseTwiml(twiml), 'Message').map((message) => {
      const [body] = childrenNamed(message, 'Body');
      return textOf(body ?? message).trim();
    });
  } catch (error) {
    return world.fail({ about: 'TwiML answer', path: '', detail: String(error) });
  }
  for (const body of texts) {
    const now = world.now();
    const reply: Message = {
      ...inbound,
      sid: newSid('SM'),
      direction: 'outbound-reply',
      to: inbound.from,
      from: inbound.to,
      number: parseAddress(inbound.from).number,
      body,
      status: 'queued',
      repliedToSid: null,
      createdAt: now,
      updatedAt: now,
      sentAt: null,
    };
    world.state.messages.push(reply);
    world.background('reply', () => deliverMessage(world, reply, { url: null }));
  }
  world.changed();
}
