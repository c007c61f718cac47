// A rule (RFC 5545) to its occurrences: days by calendar, times on the wall clock of a person's zone, only then UTC.
// oxlint-disable import/default, import/no-named-as-default-member -- rrule's CommonJS build has a default export only
import rrule from 'rrule';
import { FluxError } from '../kernel/errors.ts';
import {
  addDays,
  daysBetween,
  endOfLocalDay,
  localDayOf,
  utcToWallClock,
  wallClockToUtc,
} from '../kernel/time.ts';

export interface Occurrence {
  /** Of the rule: by it the occurrence is known, also where the clock shows another day. */
  date: string;
  /** What a clock in the zone shows at `startsAt`. */
  localDate: string;
  localTime: string;
  startsAt: Date;
  /** True where summer time skips the wished time, so that the next minute that exists is taken. */
  shifted: boolean;
}

/** Why a rule is refused: `fields.reason` of the FluxError RULE_INVALID. */
export type RuleFault = 'not_rfc5545' | 'too_often' | 'endless' | 'too_many' | 'never' | 'no_zone';

/** The parts of a rule by their RFC names, in upper case. */
export type RuleParts = { FREQ: string } & Partial<Record<PartName, string>>;

/**
 * The occurrences, in order, of a rule that starts on `startDate` at `time` ("06:30"); `from` and `to` are days of the
 * zone, both included. Throws RULE_INVALID with the RuleFault. One difference to the RFC, which leaves out times that
 * summer time skips: whoever runs every Sunday at 02:30 wants to run that Sunday too, so they are shifted.
 */
export function expandRule(input: {
  rrule: string;
  startDate: string;
  time: string;
  zone: string;
  from?: string;
  /** Needed where the rule has neither COUNT nor UNTIL. */
  to?: string;
  /** Of occurrences in the range: more are refused. 1,000 unless told. */
  limit?: number;
}): Occurrence[] {
  const { startDate, time, zone, from = startDate, limit = 1000 } = input;
  const { UNTIL, ...parts } = readRule(input.rrule);
  const until = UNTIL === undefined ? null : lastMoment(UNTIL, zone);
  const ends = [input.to, until && localDayOf(until, zone)].filter((date) => typeof date === 'string');
  const to = ends.toSorted()[0] ?? null;
  if (!to && !parts.COUNT) refuse('endless', 'no COUNT, no UNTIL, no end of the range');

  return datesOf(parts, { startDate, from, to, limit })
    .map((date) => occurrenceOn(date, time, zone))
    .filter(({ startsAt }) => !until || startsAt <= until);
}

/** Each part checked against RFC 5545, section 3.3.10, and nothing more often than daily. Throws RULE_INVALID. */
export function readRule(text: string): RuleParts {
  if (text.length > 500) refuse('not_rfc5545', 'longer than 500 characters');
  const parts: RuleParts = { FREQ: '' };
  for (const part of text
    .trim()
    .toUpperCase()
    .replace(/^RRULE:/, '')
    .split(';')) {
    const [name = '', value = ''] = part.split('=', 2);
    if (SUB_DAILY.test(part)) refuse('too_often', part);
    if (!isPartName(name) || parts[name] || part !== `${name}=${value}`) refuse('not_rfc5545', part);
    const items = LISTS.has(name) ? value.split(',') : [value];
    if (!items.every((item) => GRAMMAR[name].test(item))) refuse('not_rfc5545', part);
    parts[name] = value;
  }
  for (const { rule, holds } of ACROSS_PARTS) if (!holds(parts)) refuse('not_rfc5545', rule);
  return parts;
}

type PartName = keyof typeof GRAMMAR;

const SUB_DAILY = /^(FREQ=(HOURLY|MINUTELY|SECONDLY)|BY(HOUR|MINUTE|SECOND)=.*)$/;
const GRAMMAR = {
  FREQ: /^(DAILY|WEEKLY|MONTHLY|YEARLY)$/,
  INTERVAL: /^[1-9]\d{0,3}$/,
  COUNT: /^[1-9]\d{0,5}$/,
  UNTIL: /^\d{8}(T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  BYDAY: /^([+-]?(0?[1-9]|[1-4]\d|5[0-3]))?(MO|TU|WE|TH|FR|SA|SU)$/,
  BYMONTH: /^(0?[1-9]|1[0-2])$/,
  BYMONTHDAY: /^[+-]?(0?[1-9]|[12]\d|3[01])$/,
  BYYEARDAY: /^[+-]?([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/,
  BYWEEKNO: /^[+-]?(0?[1-9]|[1-4]\d|5[0-3])$/,
  BYSETPOS: /^[+-]?([1-9]\d?|[12]\d\d|3[0-5]\d|36[0-6])$/,
} as const;
const LISTS = new Set<PartName>(['BYDAY', 'BYMONTH', 'BYMONTHDAY', 'BYYEARDAY', 'BYWEEKNO', 'BYSETPOS']);
const isPartName = (name: string): name is PartName => Object.hasOwn(GRAMMAR, name);

const ACROSS_PARTS: { rule: string; holds: (parts: RuleParts) => boolean }[] = [
  { rule: 'FREQ is needed', holds: (p) => p.FREQ !== '' },
  { rule: 'COUNT and UNTIL exclude each other', holds: (p) => !(p.COUNT && p.UNTIL) },
  { rule: 'BYMONTHDAY is not for WEEKLY', holds: (p) => !p.BYMONTHDAY || p.FREQ !== 'WEEKLY' },
  { rule: 'BYYEARDAY is for YEARLY', holds: (p) => !p.BYYEARDAY || p.FREQ === 'YEARLY' },
  { rule: 'BYWEEKNO is for YEARLY', holds: (p) => !p.BYWEEKNO || p.FREQ === 'YEARLY' },
  {
    rule: 'a numbered BYDAY is for MONTHLY, and for YEARLY without BYWEEKNO',
    holds: (p) => !/\d/.test(p.BYDAY ?? '') || p.FREQ === 'MONTHLY' || (p.FREQ === 'YEARLY' && !p.BYWEEKNO),
  },
  {
    rule: 'BYSETPOS needs another BY part',
    holds: (p) => !p.BYSETPOS || Object.keys(p).some((name) => name.startsWith('BY') && name !== 'BYSETPOS'),
  },
];

/** UNTIL as a moment: in UTC with its Z, else on the wall clock of the zone; a bare date includes its whole day. */
function lastMoment(until: string, zone: string): Date {
  const [, year, month, day, hour, minute, second, utc] =
    /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/.exec(until) ?? [];
  const date = `${year}-${month}-${day}`;
  if (Number.isNaN(Date.parse(date)) || addDays(date, 0) !== date) refuse('not_rfc5545', `UNTIL=${until}`);
  if (hour === undefined) return new Date(endOfLocalDay(date, zone).getTime() - 1);
  if (utc) return new Date(`${date}T${hour}:${minute}:${second}Z`);
  return wallClockToUtc(date, `${hour}:${minute}`, zone, 'last').startsAt;
}

/** In UTC, told of no zone: once rrule knows a TZID, it gives another answer for each zone of the host. */
function datesOf(
  parts: Omit<RuleParts, 'UNTIL'>,
  range: { startDate: string; from: string; to: string | null; limit: number },
): string[] {
  const text = Object.entries(parts).map(([name, value]) => `${name}=${value}`);
  const rule = new rrule.RRule({
    ...rrule.RRule.parseString(text.join(';')),
    dtstart: new Date(`${range.startDate}T00:00:00Z`),
  });
  const horizonDays = range.to ? daysBetween(range.startDate, range.to) + 1 : 36_525;
  boundSearch(rule, horizonDays);
  const dates: string[] = [];
  let found = 0;
  rule.all((midnight) => {
    found += 1;
    const date = midnight.toISOString().slice(0, 10);
    if (range.to && date > range.to) return false;
    if (date >= range.from) dates.push(date);
    return dates.length <= range.limit;
  });
  if (dates.length > range.limit) refuse('too_many', `more than ${range.limit} occurrences`);
  if (!range.to && found < Number(parts.COUNT)) refuse('endless', 'COUNT is not reached in a hundred years');
  return dates;
}

/**
 * rrule looks for the next match until the year 9999, which takes 8 s for "every 30 February": enough to stop a
 * process. Its loop ends when the interval turns zero, and each turn advances by a day at least, so the interval is
 * made to run out.
 */
function boundSearch(rule: rrule.RRule, horizonDays: number): void {
  const { interval } = rule.options;
  const readsPerTurn = 2;
  let readsLeft = readsPerTurn * (horizonDays + 1);
  Object.defineProperty(rule.options, 'interval', { get: () => (readsLeft-- > 0 ? interval : 0) });
}

/** One occurrence on this date of a rule, whether the rule knows it or not. */
export function occurrenceOn(date: string, time: string, zone: string): Occurrence {
  const { startsAt, shifted } = wallClockToUtc(date, time, zone);
  const shown = utcToWallClock(startsAt, zone);
  return { date, localDate: shown.date, localTime: shown.time, startsAt, shifted };
}

function refuse(reason: RuleFault, detail: string): never {
  throw ruleInvalid(reason, detail);
}

/** RULE_INVALID that says where and why. `detail`: the part of the rule that is wrong, or what is. */
export function ruleInvalid(reason: RuleFault, detail: string, path = 'rrule'): FluxError {
  const errors = [{ path, message: `${WHY[reason]}: ${detail}` }];
  return new FluxError('RULE_INVALID', { detail: reason, fields: { reason, errors } });
}

const WHY: Record<RuleFault, string> = {
  not_rfc5545: 'This is no recurrence rule of RFC 5545',
  too_often: 'It may not recur more often than daily',
  endless: 'It does not end',
  too_many: 'It has too many occurrences',
  never: 'It never occurs',
  no_zone: 'There is no such zone',
};
