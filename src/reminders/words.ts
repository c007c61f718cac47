// What a reminder says on each channel.
import { createHash } from 'node:crypto';
import { REPLY_INVITATION } from './reply.ts';
import { utcToWallClock } from '../kernel/time.ts';

interface Subject {
  title: string;
  startsAt: Date;
}

/** "starts at 07:00" before, "was planned for 07:00" after; in the person's zone. */
export function whenText(startsAt: Date, zone: string, now = new Date()): string {
  const { time } = utcToWallClock(startsAt, zone);
  return startsAt > now ? `starts at ${time}` : `was planned for ${time}`;
}

/**
 * Six characters that stand in the message and nowhere else: by them a lost message is found again, and a reply is
 * matched.
 */
export function referenceOf(dispatchId: string): string {
  return createHash('sha256').update(dispatchId).digest('hex').slice(0, 6).toUpperCase();
}

export function whatsappText(task: Subject, zone: string, dispatchId: string): string {
  return `${task.title} ${whenText(task.startsAt, zone)}. ${REPLY_INVITATION}. (Ref ${referenceOf(dispatchId)})`;
}

export function callText(task: Subject, zone: string): string {
  return (
    `Hello, this is Flux. ${task.title} ${whenText(task.startsAt, zone)}. ` +
    'Press 1 if it is done, 2 to move it, or 3 if you missed it.'
  );
}
