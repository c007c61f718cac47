// The life of an accepted message: sent, delivered, read, or failed, with a signed callback at each step.
import type { Message, MessageStatus, Template } from '../state.ts';
import type { World } from '../world.ts';
import { CallbackLine } from './callback-line.ts';

const WINDOW_MS = 24 * 60 * 60 * 1000;
/** Codes that come by callback only. Source: wire notes A3; 63040 and 63041 from memory. */
const BLOCKED = 63014;
const OUTSIDE_WINDOW = 63016;
const TEMPLATE_REFUSED: Partial<Record<Template['approval'], number>> = { rejected: 63040, paused: 63041 };

/** `callback` is the message's own StatusCallback; without one nobody is told. */
export async function deliverMessage(
  world: World,
  message: Message,
  callback: { url: string | null },
): Promise<void> {
  const line = new CallbackLine(world, 'messageStatus', {
    number: message.number,
    url: callback.url,
    method: null,
  });
  const become = (status: MessageStatus, { isLast = false } = {}) => {
    message.status = status;
    message.updatedAt = world.now();
    if (status === 'sent') message.sentAt = message.updatedAt;
    world.changed();
    line.send(callbackParams(world, message), { isLast });
  };
  line.send(callbackParams(world, message));
  await world.pause(world.timing.sentAfterMs);
  const refusal = channelRefusal(world, message);
  if (refusal !== null) {
    message.errorCode = refusal;
    return become('failed', { isLast: true });
  }
  become('sent');
  await world.pause(world.timing.deliveredAfterMs);
  become('delivered', { isLast: message.channel === 'sms' });
  if (message.channel === 'sms') return;
  await readByPerson(world, message);
  become('read', { isLast: true });
}

/** Marks what stands unread in the thread as seen; the callbacks follow by themselves. */
export function readThread(world: World, number: string): void {
  const unread = world.state.messages.filter((m) => m.number === number && m.status === 'delivered');
  for (const message of unread) message.status = 'read';
  if (unread.length > 0) world.changed();
}

/** Why the channel will not carry it; null when it will. */
function channelRefusal(world: World, message: Message): number | null {
  if (message.channel === 'sms') return null;
  if (world.phone(message.number).stopped.includes(message.from)) return BLOCKED;
  if (isWindowOpen(world, message)) return null;
  const template = world.state.templates.find((t) => t.sid === message.contentSid);
  if (template?.approval === 'approved') return null;
  return (template && TEMPLATE_REFUSED[template.approval]) ?? OUTSIDE_WINDOW;
}

/** Free text may go out within 24 hours of the person's last WhatsApp message to this sender. */
function isWindowOpen(world: World, message: Message): boolean {
  const last = world.state.messages.findLast(
    (m) => m.direction === 'inbound' && m.from === message.to && m.to === message.from,
  );
  return last !== undefined && world.now() - last.createdAt < WINDOW_MS;
}

async function readByPerson(world: World, message: Message): Promise<void> {
  const { readAfterMs } = world.timing;
  if (readAfterMs !== null) return world.pause(readAfterMs);
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopListening = world.onChange(() => message.status === 'read' && resolve());
  world.ended.addEventListener('abort', () => resolve(), { once: true });
  if (world.ended.aborted || message.status === 'read') resolve();
  await promise;
  stopListening();
  world.ended.throwIfAborted();
}

/** Source: twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks. */
function callbackParams(world: World, message: Message): Record<string, string> {
  const whatsApp =
    message.channel === 'whatsapp'
      ? { ChannelPrefix: 'whatsapp', ChannelToAddress: message.to.replace(/^whatsapp:/, '') }
      : {};
  const seen =
    message.channel === 'whatsapp' && (message.status === 'delivered' || message.status === 'read')
      ? { EventType: message.status.toUpperCase() }
      : {};
  return {
    MessageSid: message.sid,
    MessageStatus: message.status,
    SmsSid: message.sid,
    SmsStatus: message.status,
    To: message.to,
    From: message.from,
    AccountSid: world.options.accountSid,
    ApiVersion: '2010-04-01',
    ...(message.messagingServiceSid === null ? {} : { MessagingServiceSid: message.messagingServiceSid }),
    ...(message.errorCode === null ? {} : { ErrorCode: String(message.errorCode) }),
    ...whatsApp,
    ...seen,
  };
}
