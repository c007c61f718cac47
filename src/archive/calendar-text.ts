// The tasks of an export as a calendar, written some at a time.
import { writeCalendar } from '../calendar/write-calendar.ts';
import type { CalendarEvent } from '../calendar/list-events.sql.ts';

const FIRST = 'BEGIN:VEVENT';
const EMPTY = writeCalendar([]);
const END = EMPTY.lastIndexOf('END:VCALENDAR');

/** What stands before the first event, and behind the last one. */
export const CALENDAR_HEAD = EMPTY.slice(0, END);
export const CALENDAR_END = EMPTY.slice(END);

/** A task as it stands in the export's JSON. What waits for a place has no time, and stands in no calendar. */
export function calendarEvents(rows: readonly Record<string, unknown>[]): string {
  const events = rows.filter((row) => row['trigger_type'] === 'time').map(eventOf);
  if (events.length === 0) return '';
  const text = writeCalendar(events);
  return text.slice(text.indexOf(FIRST), text.lastIndexOf('END:VCALENDAR'));
}

const eventOf = (row: Record<string, unknown>): CalendarEvent => ({
  id: String(row['id']),
  title: String(row['title']),
  startsAt: new Date(String(row['starts_at'])),
  durationMinutes: Number(row['duration_minutes']),
  status: row['status'] as CalendarEvent['status'],
  // How often it was moved is no concern of a calendar that has never seen it.
  generation: 1,
  updatedAt: new Date(String(row['updated_at'])),
});
