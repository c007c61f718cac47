// What a reminder says on each channel.
import { createHash } from 'node:crypto';
import { REPLY_INVITATION } from './reply.ts';
import { daysBetween, localDayOf, utcToWallClock } from '../kernel/time.ts';

interface Subject {
  title: string;
  startsAt: Date;
}

/**
 * "starts at 07:00" before, "was planned for 07:00" after. The day is said unless it is today: "starts tomorrow at
 * 07:00", "was planned for Monday, 30 November, at 07:00". Time and days are those of the person's zone.
 */
export function whenText(startsAt: Date, zone: string, now = new Date()): string {
  const { date, time } = utcToWallClock(startsAt, zone);
  const day = dayInWords(date, localDayOf(now, zone));
  if (startsAt <= now) return `was planned for ${day === null ? time : `${day} at ${time}`}`;
  if (day === null) return `starts at ${time}`;
  return `starts ${day.includes(',') ? `on ${day}` : day} at ${time}`;
}

/** Null for today; "tomorrow", "yesterday", else "Monday, 30 November,". */
function dayInWords(date: string, today: string): string | null {
  const days = daysBetween(today, date);
  if (days === 0) return null;
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  const of = (options: Intl.DateTimeFormatOptions) =>
    new Date(`${date}T00:00:00Z`).toLocaleDateString('en-GB', { ...options, timeZone: 'UTC' });
  return `${of({ weekday: 'long' })}, ${of({ day: 'numeric', month: 'long' })},`;
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
