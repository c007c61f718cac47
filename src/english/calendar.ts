// Calendar arithmetic behind the words: the day that a name, a month and a number mean, from the day of the talk.
import { DateTime } from 'luxon';
import { addDays, daysBetween, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { DatesValue, DateValue, Unit, Value } from './facts.ts';
import type { Here } from './here.ts';
import type { Found } from './classes.ts';

export const date = (day: string, of: Day | null = null): DateValue => ({ kind: 'date', date: day, day: of });
export const dates = (from: string | null, to: string | null): DatesValue => ({ kind: 'dates', from, to });

/** Weeks and months as calendars count them: a month after 31 January is the last of February. */
export function addUnits(day: string, count: number, unit: Unit): string {
  if (unit === 'minute' || unit === 'hour') return day;
  const whole = Math.trunc(count);
  return iso(at(day).plus({ [`${unit}s`]: whole }));
}

const at = (day: string): DateTime => DateTime.fromISO(day, { zone: 'utc' });
const iso = (moment: DateTime): string => moment.toISODate() ?? '';
const two = (n: number): string => String(n).padStart(2, '0');

/** The day of a month, null where that month has none. */
export function dayOf(year: number, month: number, day: number): string | null {
  const made = DateTime.fromObject({ year, month, day }, { zone: 'utc' });
  return made.isValid ? made.toISODate() : null;
}

/** The next day of that name, today excluded. */
export const nextDay = (day: Day, today: string): string =>
  addDays(today, ((DAYS.indexOf(day) - DAYS.indexOf(weekdayOf(today)) + 6) % 7) + 1);

export const mondayOf = (day: string): string => addDays(day, -DAYS.indexOf(weekdayOf(day)));
const endOf = (day: string, unit: 'month' | 'year' | 'quarter'): string => iso(at(day).endOf(unit));
const startOf = (day: string, unit: 'month' | 'year' | 'quarter'): string => iso(at(day).startOf(unit));

/** On which day somebody means who says a weekday alone: the next one; today counts as well where it has that name. */
export function weekdayDate(day: Day, here: Here): Found<DateValue> {
  const next = date(nextDay(day, here.today), day);
  if (weekdayOf(here.today) !== day) return { value: next };
  return { value: date(here.today, day), alternatives: [next], certainty: 'open' };
}

/** "next Friday": that of next week, or the coming one where it is near; both stay where they differ. */
export function nextNamed(day: Day, here: Here): Found<DateValue> {
  const coming = nextDay(day, here.today);
  const ofNextWeek = addDays(mondayOf(here.today), 7 + DAYS.indexOf(day));
  if (coming === ofNextWeek) return { value: date(coming) };
  return { value: date(ofNextWeek), alternatives: [date(coming)], certainty: 'open' };
}

/** A day and a month without a year: this year's, or the next one's where it has passed. */
export function monthDay(month: number, day: number, here: Here): string | null {
  const year = Number(here.today.slice(0, 4));
  for (const candidate of [year, year + 1]) {
    const made = dayOf(candidate, month, day);
    if (made !== null && made >= here.today) return made;
  }
  // 29 February of a year to come.
  return dayOf(2024, month, day) === null ? null : (dayOf(year, month, day) ?? firstLeap(year, month, day));
}

function firstLeap(year: number, month: number, day: number): string | null {
  for (let later = year; later < year + 9; later++) {
    const made = dayOf(later, month, day);
    if (made !== null) return made;
  }
  return null;
}

/** The next day with that number: of this month, or of the first that has one. */
export function dayOfMonth(day: number, here: Here): string | null {
  const [year, month] = here.today.split('-').map(Number) as [number, number];
  for (let ahead = 0; ahead < 3; ahead++) {
    const made = dayOf(year + Math.floor((month - 1 + ahead) / 12), ((month - 1 + ahead) % 12) + 1, day);
    if (made !== null && made >= here.today) return made;
  }
  return null;
}

/** A leap day far ahead is hardly what somebody means. */
export const isFar = (day: string, here: Here): boolean =>
  Number(day.slice(0, 4)) > Number(here.today.slice(0, 4)) + 1;

export const IMPOSSIBLE_DATE: Found = { value: { kind: 'impossible', of: 'date' } };

/** Two numbers as day and month by the person's place; the other order stays where it would be a date too. */
export function slashed(first: number, second: number, year: number | null, here: Here): Found {
  const on = (month: number, day: number): string | null =>
    year === null ? monthDay(month, day, here) : dayOf(year < 100 ? 2000 + year : year, month, day);
  const [usual, other] = here.isMonthFirst
    ? [on(first, second), on(second, first)]
    : [on(second, first), on(first, second)];
  const made = usual ?? other;
  if (made === null) return IMPOSSIBLE_DATE;
  const alternatives: Value[] = usual && other && other !== usual ? [date(other)] : [];
  return {
    value: date(made),
    alternatives,
    certainty: alternatives.length > 0 || usual === null ? 'usual' : 'said',
  };
}

/** "2026-12-05", "3.12.2026", "3.12." */
export function dateOf(figures: string, here: Here): Found<DateValue> | null {
  if (figures.includes('-')) {
    const [year, month, day] = figures.split('-').map(Number) as [number, number, number];
    const made = dayOf(year, month, day);
    return made === null ? null : { value: date(made) };
  }
  const [day, month, year] = figures.split('.').map((part) => (part === '' ? null : Number(part)));
  const found = slashed(day!, month!, year ?? null, { ...here, isMonthFirst: false });
  return found.value.kind === 'date' ? { value: found.value } : null;
}

/** All of a month, the running one where it is that. */
export function wholeMonth(month: number, here: Here, year: number | null = null): DatesValue {
  const [thisYear, thisMonth] = here.today.split('-').map(Number) as [number, number];
  const of = year ?? (month < thisMonth ? thisYear + 1 : thisYear);
  const first = `${of}-${two(month)}-01`;
  return dates(first, endOf(first, 'month'));
}

/** The week, month, quarter or year that lies so many ahead of today's. */
export function wholeUnit(unit: Unit, ahead: number, here: Here): DatesValue | null {
  if (unit === 'week') {
    const monday = addDays(mondayOf(here.today), 7 * ahead);
    return dates(monday, addDays(monday, 6));
  }
  if (unit !== 'month' && unit !== 'quarter' && unit !== 'year') return null;
  const inside = addUnits(startOf(here.today, unit), ahead, unit);
  return dates(startOf(inside, unit), endOf(inside, unit));
}

/** The Saturday and Sunday of this week, or so many weeks ahead. */
export function weekendOf(ahead: number, here: Here): DatesValue {
  const saturday = addDays(mondayOf(here.today), 5 + 7 * ahead);
  return dates(saturday, addDays(saturday, 1));
}

/** Easter Sunday, by the rule of Meeus, Jones and Butcher. */
export function easterOf(year: number): string {
  const [a, b, c] = [year % 19, Math.floor(year / 100), year % 100];
  const f = Math.floor((b + 8) / 25);
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - f + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const n = h + l - 7 * m + 114;
  return `${year}-${two(Math.floor(n / 31))}-${two((n % 31) + 1)}`;
}

/** The n-th weekday of a month; -1 is the last. */
export function nthWeekday(year: number, month: number, day: Day, nth: number): string | null {
  const first = `${year}-${two(month)}-01`;
  if (nth === -1) {
    const last = endOf(first, 'month');
    return addDays(last, -((DAYS.indexOf(weekdayOf(last)) - DAYS.indexOf(day) + 7) % 7));
  }
  const made = addDays(nextDay(day, addDays(first, -1)), 7 * (nth - 1));
  return made.slice(0, 7) === first.slice(0, 7) ? made : null;
}

export const lengthOf = (from: string, to: string): number => daysBetween(from, to) + 1;
