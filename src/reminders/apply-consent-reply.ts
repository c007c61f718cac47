// STOP and START by WhatsApp: the person takes a channel back, or gives it again. No model and no reminder is asked.
import { changeChannelsAsOf, CHANNELS, openChannels, type Channel } from '../account/change-channels.ts';
import { listPushSubscriptions } from '../account/list-push-subscriptions.ts';
import { readProfile } from '../account/read-profile.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';
import { inEveryOrg } from '../orgs/in-every-org.ts';
import { command, NAMES, sayOff } from './consent-words.ts';
import { REPLY_INVITATION } from './reply.ts';
import type { Written } from './written.ts';

export interface ConsentReply {
  /** MessageSid. */
  externalId: string;
  intent: 'stop' | 'start';
  channels: readonly Channel[];
  text: string;
  /** Where it is heard late: when it was written. */
  written: Written | null;
}

/**
 * The confirmation: exactly what stops or starts, what stays as it is, and how to have it otherwise. Empty where the
 * person has said something later of all that it is about.
 */
export async function applyConsentReply(ctx: Ctx, reply: ConsentReply): Promise<string> {
  await logReply(ctx, reply);
  const isOn = reply.intent === 'start';
  const wasOpen = openChannels(await readProfile(ctx));
  const change = Object.fromEntries(reply.channels.map((channel) => [channel, isOn]));
  const channels = await changeChannelsAsOf(ctx, change, {
    saidAt: momentOf(reply),
    wording: isOn ? 'reply-start/1' : 'reply-stop/1',
  });
  if (channels.length === 0) return '';
  const others = CHANNELS.filter((channel) => !channels.includes(channel));
  const isOpen = openChannels(await readProfile(ctx, true));
  if (isOn) {
    const isNews = channels.some((channel) => !wasOpen[channel]);
    return (isNews ? sayStarted(channels) : sayGoesOn(channels)) + sayOff(isOpen);
  }
  // Notifications need a browser as well: what does not come is not said to stay.
  const browsers = await inEveryOrg(ctx, listPushSubscriptions);
  const staying = others.filter((channel) => isOpen[channel] && (channel !== 'push' || browsers.length > 0));
  return sayStopped(channels, staying);
}

/** Within its second the end of a consent counts as late as it can be, and the beginning as early. */
function momentOf({ intent, written }: ConsentReply): Date | null {
  return written && (intent === 'stop' ? written.until : written.from);
}

async function logReply(ctx: Ctx, { externalId, text }: ConsentReply): Promise<void> {
  await noteNotification(ctx, {
    taskId: null,
    dispatchId: null,
    direction: 'in',
    channel: 'whatsapp',
    event: 'reply',
    externalId,
    body: text,
  });
}

const sayStarted = (channels: readonly Channel[]): string =>
  `Welcome back: Flux reminds you by ${list(channels)} again. Reply ${command('STOP', channels)} to end it.`;

/** "Remind me again" may be meant of one reminder. */
const sayGoesOn = (channels: readonly Channel[]): string =>
  `Flux reminds you by ${list(channels)} as it is, nothing was off. To answer a reminder: ${REPLY_INVITATION}.`;

function sayStopped(channels: readonly Channel[], staying: readonly Channel[]): string {
  const end = `You will get no more ${list(channels)} from Flux. Reply ${command('START', channels)} to have them again.`;
  const rest = staying.map((one) => ` You still get ${NAMES[one]}: ${command('STOP', [one])} ends them.`);
  return end + (rest.join('') || ' Nothing else reaches you from Flux.');
}

const list = (channels: readonly Channel[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(channels.map((channel) => NAMES[channel]));
