// Tasks as calendars read them (RFC 5545): each is an event of its own, in UTC, so that no reader needs our zones.
import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { MINUTE_MS } from '../kernel/time.ts';
import type { CalendarEvent } from './list-events.sql.ts';

/** How long a reader may keep what it was given; it is asked to come again as often. */
export const KEPT_SECONDS = 900;

const CANCELLED = {
  status: ICalEventStatus.CANCELLED,
  // Nothing keeps that time any more.
  transparency: ICalEventTransparency.TRANSPARENT,
};
const CONFIRMED = { status: ICalEventStatus.CONFIRMED, transparency: ICalEventTransparency.OPAQUE };

/** `text/calendar`. The same events are the same text: nothing in it says when it was made. */
export function writeCalendar(events: readonly CalendarEvent[]): string {
  const calendar = ical({
    prodId: { company: 'Flux', product: 'Flux', language: 'EN' },
    name: 'Flux',
    ttl: KEPT_SECONDS,
  });
  for (const event of events) {
    const { id, startsAt, durationMinutes, updatedAt } = event;
    calendar.createEvent({
      id,
      summary: summaryOf(event),
      start: startsAt,
      end: new Date(startsAt.getTime() + durationMinutes * MINUTE_MS),
      stamp: updatedAt,
      lastModified: updatedAt,
      sequence: sequenceOf(event),
      ...(event.status === 'cancelled' ? CANCELLED : CONFIRMED),
    });
  }
  return `${calendar.toString()}\r\n`;
}

/** An event has no status for what was done. Characters that control have no place in a text (3.3.11). */
function summaryOf({ title, status }: CalendarEvent): string {
  const line = title.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return status === 'done' ? `✓ ${line}` : line;
}

/** Grows with each move, and again where it is cancelled; what comes back has another generation. */
const sequenceOf = ({ generation, status }: CalendarEvent): number =>
  2 * (generation - 1) + (status === 'cancelled' ? 1 : 0);
