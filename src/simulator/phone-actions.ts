// What a person can do at the phone, and what a test can do to it: the page and the tests call the same functions.
import { isVisible, setOnline } from './push/deliver-push.ts';
import { pressNotification } from './push/press-notification.ts';
import { subscribe } from './push/subscribe.ts';
import type { Call, Device, Message, Notification, Phone, PhoneMode, Template } from './state.ts';
import { sendInbound } from './twilio/inbound-message.ts';
import { readThread } from './twilio/message-life.ts';
import { isE164, isWhatsAppUser } from './twilio/wire.ts';
import type { CallEvent, World } from './world.ts';

/** The phone is not in a state in which a person could do that. */
export class PhoneError extends Error {}

export type PhoneActions = ReturnType<typeof phoneActions>;

/**
 * Numbers are E.164, or WhatsApp's id of a person who hides theirs. What the app must answer resolves when it has;
 * PhoneError where nothing could be done.
 */
export function phoneActions(world: World) {
  return {
    ...phonesAndTexts(world),
    ...callActions(world),
    ...notificationActions(world),
    ...setting(world),
  };
}

function phonesAndTexts(world: World) {
  return {
    /** Adds the phone, or renames it. */
    addPhone(number: string, name?: string): Phone {
      const phone = phoneOf(world, number);
      if (name !== undefined) phone.name = name;
      world.changed();
      return phone;
    },
    setMode(number: string, mode: PhoneMode): void {
      phoneOf(world, number).mode = mode;
      world.changed();
    },
    /** A WhatsApp or SMS text; `repliedTo` is the SID of the message it was swiped on. */
    async sendText(
      number: string,
      text: string,
      options: { channel?: Message['channel']; repliedTo?: string } = {},
    ) {
      const channel = options.channel ?? 'whatsapp';
      phoneOf(world, number);
      const repliedTo =
        options.repliedTo === undefined ? {} : { repliedTo: messageOf(world, number, options.repliedTo) };
      return sendInbound(world, { channel, number, body: text, ...repliedTo });
    },
    /** A quick reply of a template, by the button's id or title. */
    async tapButton(number: string, messageSid: string, button: string): Promise<Message> {
      const message = messageOf(world, number, messageSid);
      const found =
        message.buttons.find((b) => b.id === button) ?? message.buttons.find((b) => b.title === button);
      if (!found) throw new PhoneError(`that message has no button ${button}`);
      return sendInbound(world, {
        channel: 'whatsapp',
        number,
        body: found.title,
        repliedTo: message,
        button: found,
      });
    },
    /** Opens the thread: what was delivered is read. */
    readThread(number: string): void {
      readThread(world, number);
    },
  };
}

function phoneOf(world: World, number: string): Phone {
  if (!isE164(number) && !isWhatsAppUser(number)) throw new PhoneError(`${number} is not a number in E.164`);
  return world.phone(number);
}

function messageOf(world: World, number: string, sid: string): Message {
  const message = world.state.messages.find(
    (m) => m.sid === sid && m.number === number && m.direction !== 'inbound',
  );
  if (!message) throw new PhoneError('no such message on this phone');
  return message;
}

function callActions(world: World) {
  return {
    answerCall(number: string): Call {
      return tell(world, number, 'ringing', { kind: 'answer' });
    },
    declineCall(number: string): Call {
      return tell(world, number, 'ringing', { kind: 'decline' });
    },
    sendToVoicemail(number: string): Call {
      return tell(world, number, 'ringing', { kind: 'voicemail' });
    },
    /** Digits reach a Gather; nobody hears them otherwise. */
    pressDigits(number: string, digits: string): Call {
      if (!/^[0-9*#]+$/.test(digits)) throw new PhoneError('digits are 0-9, * and #');
      return tell(world, number, 'in-progress', { kind: 'digits', digits });
    },
    hangUp(number: string): Call {
      return tell(world, number, 'in-progress', { kind: 'hang-up' });
    },
  };
}

function tell(world: World, number: string, status: Call['status'], event: CallEvent): Call {
  const call = world.state.calls.findLast((c) => c.number === number && c.status === status);
  const events = call && world.liveCalls.get(call.sid);
  if (!call || !events) throw new PhoneError(`no call is ${status}`);
  events.put(event);
  return call;
}

function notificationActions(world: World) {
  return {
    /** A tap on the notification itself: it opens and offers every action. */
    openNotification(id: string): Notification {
      const notification = visibleNotification(world, id);
      notification.status = 'opened';
      world.changed();
      return notification;
    },
    async pressNotification(id: string, action: string): Promise<Notification> {
      const notification = visibleNotification(world, id);
      await pressNotification(world, notification, action);
      return notification;
    },
    dismissNotification(id: string): void {
      visibleNotification(world, id).status = 'dismissed';
      world.changed();
    },
  };
}

function visibleNotification(world: World, id: string): Notification {
  const notification = world.state.notifications.find((n) => n.id === id);
  if (!notification || !isVisible(notification)) throw new PhoneError('no such notification on the screen');
  return notification;
}

/** Browsers and templates: what a person has or an operator has set up, rather than what a hand does. */
function setting(world: World) {
  return {
    /** What pushManager.subscribe would give a page in a browser on this phone. */
    subscribePush: (wish: Parameters<typeof subscribe>[1] = {}) => subscribe(world, wish),
    setDevice(id: string, change: { online?: boolean | undefined; expired?: boolean | undefined }): Device {
      const device = world.state.devices.find((d) => d.id === id);
      if (!device) throw new PhoneError('no such device');
      if (change.expired !== undefined) device.expired = change.expired;
      if (change.online !== undefined) setOnline(world, device, change.online);
      world.changed();
      return device;
    },
    /** Adds the template, or puts it in the place of the one with its SID. */
    putTemplate(template: Template): void {
      world.state.templates = [...world.state.templates.filter((t) => t.sid !== template.sid), template];
      world.changed();
    },
  };
}
