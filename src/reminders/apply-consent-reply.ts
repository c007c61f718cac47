// STOP and START by WhatsApp: the person takes a channel back, or gives it again. No model and no reminder is asked.
import { changeChannelsAsOf, CHANNELS, openChannels, type Channel } from '../account/change-channels.ts';
import { listPushSubscriptions } from '../account/list-push-subscriptions.ts';
import { readProfile } from '../account/read-profile.ts';
import { logNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';
import { inEveryOrg } from '../orgs/in-every-org.ts';
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
  const change = Object.fromEntries(reply.channels.map((channel) => [channel, isOn]));
  const channels = await changeChannelsAsOf(ctx, change, momentOf(reply));
  if (channels.length === 0) return '';
  const others = CHANNELS.filter((channel) => !channels.includes(channel));
  const isOpen = openChannels(await readProfile(ctx, true));
  if (isOn)
    return sayStarted(
      channels,
      others.filter((channel) => !isOpen[channel]),
    );
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
  await logNotification(ctx, {
    taskId: null,
    dispatchId: null,
    direction: 'in',
    channel: 'whatsapp',
    event: 'reply',
    externalId,
    body: text,
  });
}

function sayStarted(channels: readonly Channel[], off: readonly Channel[]): string {
  const back = `Welcome back: Flux reminds you by ${list(channels)} again. Reply ${command('STOP', channels)} to end it.`;
  const rest = off.map((one) => ` No ${NAMES[one]}, though: ${command('START', [one])} brings them.`);
  return back + rest.join('');
}

function sayStopped(channels: readonly Channel[], staying: readonly Channel[]): string {
  const end = `You will get no more ${list(channels)} from Flux. Reply ${command('START', channels)} to have them again.`;
  const rest = staying.map((one) => ` You still get ${NAMES[one]}: ${command('STOP', [one])} ends them.`);
  return end + (rest.join('') || ' Nothing else reaches you from Flux.');
}

const NAMES: Record<Channel, string> = {
  push: 'notifications',
  whatsapp: 'WhatsApp messages',
  call: 'calls',
};
const COMMANDS: Record<Channel, string> = { push: ' NOTIFICATIONS', whatsapp: '', call: ' CALLS' };

const list = (channels: readonly Channel[]): string =>
  new Intl.ListFormat('en', { type: 'disjunction' }).format(channels.map((channel) => NAMES[channel]));

/** As reply.ts understands it. */
function command(verb: 'STOP' | 'START', channels: readonly Channel[]): string {
  if (channels.length === CHANNELS.length) return `${verb} ALL`;
  return channels.map((channel) => verb + COMMANDS[channel]).join(' and ');
}
