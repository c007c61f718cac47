// How we speak of the ways to reach a person, and by which words each is stopped and had again.
import { CHANNELS, type Channel } from '../account/change-channels.ts';

export const NAMES: Record<Channel, string> = {
  push: 'notifications',
  whatsapp: 'WhatsApp messages',
  call: 'calls',
};
const COMMANDS: Record<Channel, string> = { push: ' NOTIFICATIONS', whatsapp: '', call: ' CALLS' };

/** As reply.ts understands it: "STOP CALLS". */
export function command(verb: 'STOP' | 'START', channels: readonly Channel[]): string {
  if (channels.length === CHANNELS.length) return `${verb} ALL`;
  return channels.map((channel) => verb + COMMANDS[channel]).join(' and ');
}

/** " No calls right now: START CALLS brings them." for each that is off, beginning with a space; else empty. */
export function sayOff(isOpen: Readonly<Record<Channel, boolean>>): string {
  return CHANNELS.filter((channel) => !isOpen[channel])
    .map((channel) => ` No ${NAMES[channel]} right now: ${command('START', [channel])} brings them.`)
    .join('');
}

/** "STOP ends WhatsApp messages, STOP CALLS ends calls." of those that are on, beginning with a space; else empty. */
export function sayOn(isOpen: Readonly<Record<Channel, boolean>>): string {
  const ways = CHANNELS.filter((channel) => isOpen[channel]).map(
    (channel) => `${command('STOP', [channel])} ends ${NAMES[channel]}`,
  );
  return ways.length > 0 ? ` ${ways.join(', ')}.` : '';
}
