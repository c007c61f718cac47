// A rule with the dates that it leaves out and those beside it (RFC 5545: RRULE, EXDATE, RDATE), at one time of day.
import { addDays, isValidZone } from '../kernel/time.ts';
import { expandRule, occurrenceOn, readRule, ruleInvalid, type Occurrence } from './expand-rule.ts';

export interface Recurrence {
  rrule: string;
  /** DTSTART: from where the rule counts. */
  startDate: string;
  /** "06:30" on the wall clock of `zone`. */
  time: string;
  zone: string;
  /** Dates, as "2026-12-24": an occurrence is known by its date, since none recurs more often than daily. */
  exdates: readonly string[];
  rdates: readonly string[];
}

/** No date before and none after it: what lies in 9999 would be looked for a long time. */
export const FIRST_DATE = '1970-01-01';
export const LAST_DATE = '2100-12-31';
/** So far ahead something must happen for the first time. */
const FIRST_WITHIN_DAYS = 3660;
/** Of dates left out, and of dates beside the rule. */
const MOST_DATES = 366;

/**
 * From `from` to `to`, both included, in order; each date once. EXDATE goes before RDATE, and does not count for COUNT
 * (RFC 5545, 3.8.5.1). Throws RULE_INVALID, also for more than `limit` (1,000) in the range.
 */
export function occurrencesOf(
  { exdates, rdates, ...rule }: Recurrence,
  { from, to, limit = 1000 }: { from: string; to: string; limit?: number },
): Occurrence[] {
  const first = from > rule.startDate ? from : rule.startDate;
  const ruled = first > to ? [] : expandRule({ ...rule, from: first, to, limit });
  const known = new Set(ruled.map(({ date }) => date));
  const beside = rdates
    .filter((date) => date >= from && date <= to && !known.has(date))
    .map((date) => occurrenceOn(date, rule.time, rule.zone));
  const left = new Set(exdates);
  return [...ruled, ...beside]
    .filter(({ date }) => !left.has(date))
    .toSorted((a, b) => a.date.localeCompare(b.date));
}

/** The first one on `from` or after it, within ten years; null where there is none. */
export function nextOccurrence(recurrence: Recurrence, from: string): Occurrence | null {
  for (const days of [62, 731, FIRST_WITHIN_DAYS]) {
    const to = earlier(addDays(later(from, recurrence.startDate), days), LAST_DATE);
    const [next] = occurrencesOf(recurrence, { from, to });
    if (next) return next;
  }
  return null;
}

/**
 * The rule as it is kept: one spelling, dates in order and once. Throws RULE_INVALID with what is wrong and where.
 * `notBefore`: it has to occur on this date or after it.
 */
export function checkRecurrence(recurrence: Recurrence, notBefore: string): Recurrence {
  if (!isValidZone(recurrence.zone)) throw ruleInvalid('no_zone', 'an IANA name is needed', 'zone');
  const checked = {
    ...recurrence,
    rrule: spellRule(recurrence.rrule),
    exdates: inOrder('exdates', recurrence.exdates),
    rdates: inOrder('rdates', recurrence.rdates),
  };
  if (!nextOccurrence(checked, notBefore))
    throw ruleInvalid('never', `nothing is left of it from ${notBefore} on, in ten years`);
  return checked;
}

const spellRule = (text: string): string =>
  Object.entries(readRule(text))
    .map(([name, value]) => `${name}=${value}`)
    .join(';');

function inOrder(path: 'exdates' | 'rdates', dates: readonly string[]): string[] {
  const each = [...new Set(dates)].toSorted();
  if (each.length > MOST_DATES) throw ruleInvalid('too_many', `at most ${MOST_DATES} dates`, path);
  return each;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string): string => (a > b ? a : b);
