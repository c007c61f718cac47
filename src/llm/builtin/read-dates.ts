// When it begins and by when it must be done: dates and horizons out of plain words (chrono-node reads the dates).
import * as chrono from 'chrono-node';
import { addDays } from '../../kernel/time.ts';
import type { Words } from './cut-words.ts';

export interface Dates {
  /** YYYY-MM-DD. */
  startOn: string | null;
  until: string | null;
  /** "for six weeks", "in two months"; counted from the start. */
  days: number | null;
}

/** Takes start, deadline and horizon out of the words. `today` is YYYY-MM-DD; dates are read as lying ahead. */
export function readDates(words: Words, today: string): Dates {
  const startOn = readStart(words, today);
  const days = readHorizon(words);
  return { startOn, until: readDeadline(words, today), days };
}

const START =
  /\b(?:(?:re)?start(?:ing)?|begin(?:ning)?|kick(?:ing)? off|from|as of|not before|first (?:session|time)(?: is)?)(?: (?:it|this|the plan|with it))?(?: on| from| in| only)? ((?:next|this|the|tomorrow|today|in|after|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)[^,.;|!?]{0,30})/i;

function readStart(words: Words, today: string): string | null {
  const later = words.cut(/\bstart(?:ing)? (?:(?:a|1|(\d)) weeks? later|later)\b/i);
  if (later) return addDays(today, 7 * Number(later[1] ?? 1) + 7);
  const soon = words.cut(/\b(?:in the new year|after new year(?:'s)?)\b/i);
  if (soon) return `${Number(today.slice(0, 4)) + 1}-01-02`;
  const match = START.exec(words.text);
  const phrase = match?.[1];
  if (!match || !phrase) return null;
  const date = firstDate(phrase, today);
  if (!date || date.index > 4 || date.day < today) return null;
  words.cutAt(match.index, match[0].length - phrase.length + date.index + date.length);
  return date.day;
}

const UNIT_DAYS: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

function readHorizon(words: Words): number | null {
  const span =
    words.cut(
      /\b(?:with)?in (?:the )?(?:next |coming |about |around |only |just |under |less than )?(\d+(?:\.\d+)?|an?)[- ](day|week|month|year)s?(?:' time)?\b/i,
    ) ??
    words.cut(
      /\b(?:over|during|for|throughout) (?:the )?(?:next |coming |following |about )?(\d+|an?)[- ](day|week|month|year)s?\b/i,
    ) ??
    words.cut(/\b(?:the )?(?:next|coming) (\d+) (day|week|month|year)s?\b/i) ??
    words.cut(/\b(?:an? )?(\d+)[- ](day|week|month)s?[- ](?:plan|challenge|program(?:me)?|sprint)\b/i) ??
    words.cut(/\b(\d+) (day|week|month|year)s?(?: from now| left| to go| until)\b/i) ??
    words.cut(/\b(?:make it |only |just |to )?(\d+) (week|month)s?\b(?! (?:ago|old|later|earlier|off))/i);
  if (!span) return null;
  const amount = Number(span[1]);
  return Math.round(
    (Number.isNaN(amount) ? 1 : amount) * (UNIT_DAYS[(span[2] ?? 'week').toLowerCase()] ?? 7),
  );
}

const MONTH_DAY = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d{4}-\d|\d\/\d/i;
const BY =
  /(?:\b(?:by|before|until|till|due|for|on|ready for|in time for|not later than|no later than|at|is|the|in)\s+)+$/i;

function readDeadline(words: Words, today: string): string | null {
  const feast = readFeast(words, today);
  if (feast) return feast;
  for (const found of chrono.parse(words.text, reference(today), { forwardDate: true })) {
    const before = BY.exec(words.text.slice(0, found.index))?.[0] ?? '';
    const named = MONTH_DAY.test(found.text) && found.start.isCertain('month');
    const absolute = named && (found.start.isCertain('day') || /\d|end of/i.test(found.text));
    const month = named && /\b(?:by|before|until|till|in)\b/i.test(before);
    const weekday =
      /\b(?:by|before|until|till|due|no later than)\b/i.test(before) &&
      /day|week|month|tomorrow/i.test(found.text);
    const day = dayOf(found);
    if (day <= today || !(absolute || month || weekday)) continue;
    words.cutAt(found.index - before.length, before.length + found.text.length);
    return day;
  }
  return null;
}

function readFeast(words: Words, today: string): string | null {
  // Next year begins far away but is not one day: its middle is a fair reading.
  if (words.cut(/\b(?:by |before |in )?next year\b/i)) return `${Number(today.slice(0, 4)) + 1}-06-30`;
  for (const [pattern, monthDay] of FEASTS) {
    if (
      !words.cut(
        new RegExp(`\\b(?:by|before|until|till|in time for|for|this|next) (?:the )?(?:${pattern})\\b`, 'i'),
      )
    )
      continue;
    if (monthDay === 'month') {
      const nextMonth = new Date(`${today.slice(0, 7)}-01T00:00:00Z`);
      nextMonth.setUTCMonth(nextMonth.getUTCMonth() + 1);
      return addDays(nextMonth.toISOString().slice(0, 10), -1);
    }
    const year = Number(today.slice(0, 4));
    const day = `${year}-${monthDay}`;
    return day > today ? day : `${year + 1}-${monthDay}`;
  }
  return null;
}

const FEASTS: [string, string][] = [
  ['christmas(?: eve)?|xmas', '12-24'],
  ["year\\b(?! \\d)|end of (?:the|this) year|year'?s? end|new year(?:'s(?: eve)?)?", '12-31'],
  ['end of (?:the|this) month', 'month'],
  ["valentine'?s(?: day)?", '02-14'],
  ['(?:end of )?spring', '03-20'],
  ['(?:beach season|(?:the )?summer)', '06-01'],
  ['autumn|fall', '09-01'],
  ['winter', '12-01'],
];

function firstDate(text: string, today: string): { day: string; index: number; length: number } | null {
  const found = chrono.parse(text, reference(today), { forwardDate: true })[0];
  if (!found || !['day', 'weekday', 'month'].some((part) => found.start.isCertain(part as chrono.Component)))
    return null;
  if (/^\d+[:.]?\d*(?: ?[ap]m)?$/i.test(found.text)) return null;
  return { day: dayOf(found), index: found.index, length: found.text.length };
}

// The reference is noon in UTC and only calendar fields are read back: no zone can shift the day.
function reference(today: string): chrono.ParsingReference {
  return { instant: new Date(`${today}T12:00:00Z`), timezone: 'UTC' };
}

function dayOf(found: chrono.ParsedResult): string {
  const part = (name: chrono.Component): string => String(found.start.get(name) ?? 1).padStart(2, '0');
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}
