// One moment for one task: "tomorrow at 9", "Friday 7 pm", "in 20 minutes" (chrono-node reads it).
// Local wall-clock times, no zone.
import * as chrono from 'chrono-node';
import { addDays, MINUTE_MS } from '../kernel/time.ts';

export interface Moment {
  /** YYYY-MM-DD; null where only a time was said. */
  date: string | null;
  /** HH:mm; null where only a day was said. */
  time: string | null;
  /** "In 20 minutes": how long from now, which no wall clock tells where the clocks change; null for any other. */
  inMinutes: number | null;
  /** The words that said it, and where. */
  text: string;
  index: number;
}

/** The first moment in plain text that lies ahead of `nowLocal` (YYYY-MM-DDTHH:mm), or null. */
export function readMoment(plain: string, nowLocal: string): Moment | null {
  // Local time is handed over as if it were UTC and read back the same way.
  const reference = { instant: new Date(`${nowLocal.slice(0, 16)}:00Z`), timezone: 'UTC' };
  if (Number.isNaN(reference.instant.getTime())) return null;
  const all = chrono
    .parse(plain, reference, { forwardDate: true })
    .filter(({ text }) => /[a-z\d]{2,}|\d/i.test(text));
  const timed = all.find(({ start }) => start.isCertain('hour'));
  const dated = all.find(({ start }) => isDated(start));
  const first = timed ?? dated;
  if (!first) return null;
  const time = timed ? clockOf(timed.start) : null;
  const date = dated ? dateOf(dated.start) : null;
  const start = Math.min(first.index, dated?.index ?? first.index);
  const end = Math.max(first.index + first.text.length, dated ? dated.index + dated.text.length : 0);
  const inMinutes = timed && timed === dated ? stretchOf(timed.start, reference.instant) : null;
  return { date: date ?? null, time, inMinutes, text: plain.slice(start, end), index: start };
}

/** As YYYY-MM-DDTHH:mm; a time alone is its next occurrence. Null where the time is missing or has passed. */
export function momentAhead(moment: Moment, nowLocal: string): string | null {
  if (moment.time === null) return null;
  const today = nowLocal.slice(0, 10);
  const at = `${moment.date ?? today}T${moment.time}`;
  if (at > nowLocal.slice(0, 16)) return at;
  if (moment.date === null) return `${addDays(today, 1)}T${moment.time}`;
  const evening = `${moment.date}T${later(moment.time)}`;
  return evening > nowLocal.slice(0, 16) ? evening : null;
}

function stretchOf(start: chrono.ParsedComponents, now: Date): number | null {
  if (!start.tags().has('result/relativeDateAndTime')) return null;
  const minutes = Math.round((start.date().getTime() - now.getTime()) / MINUTE_MS);
  return minutes > 0 ? minutes : null;
}

function isDated(start: chrono.ParsedComponents): boolean {
  return (['day', 'weekday', 'month'] as const).some((part) => start.isCertain(part));
}

function dateOf(start: chrono.ParsedComponents): string {
  const part = (name: chrono.Component, width: number): string =>
    String(start.get(name) ?? 1).padStart(width, '0');
  return `${part('year', 4)}-${part('month', 2)}-${part('day', 2)}`;
}

function clockOf(start: chrono.ParsedComponents): string {
  const hour = start.get('hour') ?? 0;
  const clock = `${String(hour).padStart(2, '0')}:${String(start.get('minute') ?? 0).padStart(2, '0')}`;
  // "At 3" is no hour of the night.
  return hour > 0 && hour < 6 && !start.isCertain('meridiem') && !start.isCertain('second')
    ? later(clock)
    : clock;
}

function later(clock: string): string {
  const hour = Number(clock.slice(0, 2));
  return hour < 12 ? `${hour + 12}${clock.slice(2)}` : clock;
}
