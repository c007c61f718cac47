// Wall-clock time in a person's zone against UTC, the same on every host: nothing here reads the host's own zone.
import { DateTime, IANAZone } from 'luxon';
import { DAYS, type Day } from './week.ts';
import { isReadAlike } from './zone-names.ts';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MINUTES = 24 * 60;
export const DAY_MS = DAY_MINUTES * MINUTE_MS;

export interface ClockRange {
  from: string;
  to: string;
}
/** A stretch of real time, start included, end excluded, in epoch milliseconds. */
export interface Span {
  startMs: number;
  endMs: number;
}

/**
 * True for a name of the IANA database ("Europe/Berlin", "UTC"). Offsets such as "+02:00" change no clocks and are
 * refused, as are abbreviations ("BST"), which the database reads otherwise.
 */
export function isValidZone(zone: string): boolean {
  return /^[A-Za-z]/.test(zone) && isReadAlike(zone) && IANAZone.isValidZone(zone);
}

/** The calendar day ("2026-11-23") that the people of the zone call that moment's day. */
export function localDayOf(instant: Date | number, zone: string): string {
  return utcToWallClock(instant, zone).date;
}

/** Date ("2026-11-23") and time ("06:30", seconds cut off) that a clock in the zone shows at that moment. */
export function utcToWallClock(instant: Date | number, zone: string): { date: string; time: string } {
  const epochMs = Number(instant);
  const shown = new Date(epochMs + offsetMs(epochMs, zone)).toISOString();
  return { date: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** The first moment of a calendar day, which is not midnight where summer time begins at midnight. */
export function startOfLocalDay(date: string, zone: string): Date {
  return wallClockToUtc(date, '00:00', zone).startsAt;
}

/** The first moment after a calendar day: the end of a range that excludes its end. */
export function endOfLocalDay(date: string, zone: string): Date {
  return startOfLocalDay(addDays(date, 1), zone);
}

/**
 * The moment at which a clock in the zone shows this date and time. A time that summer time skips becomes the next
 * minute that exists, and `shifted` says so; one that happens twice is taken once: the earlier, or the later with
 * 'last'.
 */
export function wallClockToUtc(
  date: string,
  time: string,
  zone: string,
  whenDoubled: 'first' | 'last' = 'first',
): { startsAt: Date; shifted: boolean } {
  const day = clockOn(date, zone);
  const shownMs = day.midnightMs + minutesOf(time) * MINUTE_MS;
  const [earlierMs, laterMs] = [shownMs - day.offsetMs, shownMs - day.offsetAfterMs];
  const isBeforeChange = earlierMs < day.changesAtMs;
  const isAfterChange = laterMs >= day.changesAtMs;
  if (!isBeforeChange && !isAfterChange) return { startsAt: new Date(day.changesAtMs), shifted: true };
  const takesEarlier = isBeforeChange && (whenDoubled === 'first' || !isAfterChange);
  return { startsAt: new Date(takesEarlier ? earlierMs : laterMs), shifted: false };
}

/**
 * The real time that a range such as 22:30 to 06:30 covers when it begins on `date`; it crosses midnight where it must.
 * An end that happens twice is the later one. Null for a range that ends where it begins: nobody means all day by that.
 */
export function clockSpan(date: string, range: ClockRange, zone: string): Span | null {
  if (range.from === range.to) return null;
  const endDate = range.from < range.to ? date : addDays(date, 1);
  const startMs = wallClockToUtc(date, range.from, zone).startsAt.getTime();
  const endMs = wallClockToUtc(endDate, range.to, zone, 'last').startsAt.getTime();
  return startMs < endMs ? { startMs, endMs } : null;
}

/** Calendar arithmetic on "2026-11-23"; `days` may be negative. */
export function addDays(date: string, days: number): string {
  return new Date(midnightMs(date) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How many calendar days lie between two dates: 0 for the same, negative when `to` is the earlier one. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnightMs(to) - midnightMs(from)) / DAY_MS);
}

/** RFC 5545 code of the weekday of a date: "MO" to "SU". */
export function weekdayOf(date: string): Day {
  return DAYS[(new Date(midnightMs(date)).getUTCDay() + 6) % 7]!;
}

/** ISO 8601 week of a date: "2026-W48", of 2027-01-01 "2026-W53". */
export function isoWeekOf(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc' }).toFormat("kkkk-'W'WW");
}

/** "06:30" to 390. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/** 390 to "06:30". A day has 24 hours: 1440 is the next one's "00:00", and -15 the "23:45" before. */
export function timeOf(minutes: number): string {
  const ofDay = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
  return [Math.floor(ofDay / 60), ofDay % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** "2026-12-01" to "Tue 1 Dec", for sentences that a person reads. */
export function shortDate(date: string): string {
  return DateTime.fromISO(date, { zone: 'utc', locale: 'en-GB' }).toFormat('ccc d LLL');
}

const midnightMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/**
 * How the clocks of a zone go on a calendar day. Without a change of clocks `changesAtMs` is Infinity and the offsets
 * are equal.
 */
interface ClockDay {
  midnightMs: number;
  offsetMs: number;
  offsetAfterMs: number;
  changesAtMs: number;
}

// The database of zones answers in 5 µs; a plan asks some ten thousand times, and always about the same forty days.
const knownDays = new Map<string, Map<string, ClockDay>>();
const DAYS_KEPT_PER_ZONE = 500;

function clockOn(date: string, zone: string): ClockDay {
  const known = knownDays.get(zone) ?? new Map<string, ClockDay>();
  const day = known.get(date) ?? readClockDay(midnightMs(date), zone);
  if (!known.has(date)) {
    if (known.size >= DAYS_KEPT_PER_ZONE) known.clear();
    knownDays.set(zone, known.set(date, day));
  }
  return day;
}

/** Offsets run from -12 to +14 hours, so that a calendar day lies within these two moments in every zone. */
function readClockDay(midnightMs: number, zone: string): ClockDay {
  const earliestMs = midnightMs - 15 * 60 * MINUTE_MS;
  const latestMs = midnightMs + DAY_MS + 13 * 60 * MINUTE_MS;
  const before = offsetMs(earliestMs, zone);
  const after = offsetMs(latestMs, zone);
  const changesAtMs = before === after ? Infinity : changeBetween(earliestMs, latestMs, zone);
  return { midnightMs, offsetMs: before, offsetAfterMs: after, changesAtMs };
}

/** The first moment with another offset than at `earlierMs`. */
function changeBetween(earlierMs: number, laterMs: number, zone: string): number {
  const before = offsetMs(earlierMs, zone);
  let [lowMs, highMs] = [earlierMs, laterMs];
  while (highMs - lowMs > 1) {
    const middleMs = Math.floor((lowMs + highMs) / 2);
    if (offsetMs(middleMs, zone) === before) lowMs = middleMs;
    else highMs = middleMs;
  }
  return highMs;
}

const HOURS_KEPT_PER_ZONE = 5000;
/** By zone and hour of the epoch: the offset of the whole hour, or null where it changes within. */
const knownHours = new Map<string, Map<number, number | null>>();

// Asking the database of zones takes 5 µs, and today's hours are asked for again and again.
function offsetMs(epochMs: number, zone: string): number {
  const hour = Math.floor(epochMs / HOUR_MS);
  const hours = knownHours.get(zone) ?? new Map<number, number | null>();
  let offset = hours.get(hour);
  if (offset === undefined) {
    const first = askOffsetMs(hour * HOUR_MS, zone);
    offset = first === askOffsetMs((hour + 1) * HOUR_MS - 1, zone) ? first : null;
    if (hours.size >= HOURS_KEPT_PER_ZONE) hours.clear();
    knownHours.set(zone, hours.set(hour, offset));
  }
  return offset ?? askOffsetMs(epochMs, zone);
}

function askOffsetMs(epochMs: number, zone: string): number {
  return Math.round(IANAZone.create(zone).offset(epochMs) * MINUTE_MS);
}
