// When it begins and by when it must be done: dates and horizons out of plain words (chrono-node reads the dates).
import * as chrono from 'chrono-node';
import { addDays } from '../kernel/time.ts';
import type { Words } from './cut-words.ts';

export interface Dates {
  /** YYYY-MM-DD. */
  startOn: string | null;
  /** The last day that can be used: "by the 10th" includes it, "before" and "on the 10th" do not. */
  lastOn: string | null;
  /** "for six weeks", "in two months"; counted from the start. */
  days: number | null;
  /** "For six weeks" is as long whenever it begins; "in two months" ends two months after it was said. */
  isLength: boolean;
}

/** Takes start, deadline and horizon out of the words. `today` is YYYY-MM-DD; dates are read as lying ahead. */
export function readDates(words: Words, today: string): Dates {
  const startOn = readStart(words, today);
  const horizon = readHorizon(words);
  return { startOn, lastOn: readDeadline(words, today), ...horizon };
}

const START =
  /\b(?:(?:re)?start(?:ing)?|begin(?:ning)?|kick(?:ing)? off|from|as of|not before|first (?:session|time)(?: is)?)(?: (?:it|this|the plan|with it))?(?: on| from| in| only)? ((?:next|this|the|tomorrow|today|in|after|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)[^,.;|!?]{0,30})/i;

function readStart(words: Words, today: string): string | null {
  const later = words.cut(/\bstart(?:ing)? (?:(?:a|1|(\d)) weeks? later|later)\b/i);
  if (later) return addDays(today, 7 * Number(later[1] ?? 1) + 7);
  const soon = words.cut(/\b(?:in the new year|after new year(?:'s)?)\b/i);
  if (soon) return `${Number(today.slice(0, 4)) + 1}-01-02`;
  const feast = words.cut(
    /\b(?:(?:start|begin|kick off|go)(?:ing)?(?: \w+){0,2} |not before |only )?after (christmas|xmas|the holidays|easter|new year(?:'?s(?: day)?)?)\b(?! (?:lunch|dinner|cake))/i,
  );
  if (feast) return dayAfter((feast[1] ?? '').toLowerCase(), today);
  const match = START.exec(words.text);
  const phrase = match?.[1];
  if (!match || !phrase) return null;
  const date = firstDate(phrase, today);
  if (!date || date.index > 4 || date.day < today) return null;
  words.cutAt(match.index, match[0].length - phrase.length + date.index + date.length);
  return date.day;
}

function dayAfter(feast: string, today: string): string {
  const year = Number(today.slice(0, 4));
  const day = /new year/.test(feast) ? '01-02' : feast === 'easter' ? '03-30' : '12-27';
  return `${year}-${day}` > today ? `${year}-${day}` : `${year + 1}-${day}`;
}

const UNIT_DAYS: ReadonlyMap<string, number> = new Map([
  ['day', 1],
  ['week', 7],
  ['month', 30],
  ['year', 365],
]);

/** In the order in which they are looked for: each form is read before those that are contained in it. */
const HORIZONS: readonly { words: RegExp; isLength: boolean }[] = [
  {
    words:
      /\b(?:with)?in (?:the )?(?:next |coming |about |around |only |just |under |less than )?(\d+(?:\.\d+)?|an?)[- ](day|week|month|year)s?(?:' time)?\b/i,
    isLength: false,
  },
  {
    words:
      /\b(?:over|during|for|throughout) (?:the )?(?:next |coming |following |about )?(\d+|an?)[- ](day|week|month|year)s?\b/i,
    isLength: true,
  },
  { words: /\b(?:the )?(?:next|coming) (\d+) (day|week|month|year)s?\b/i, isLength: false },
  {
    words: /\b(?:an? )?(\d+)[- ](day|week|month)s?[- ](?:plan|challenge|program(?:me)?|sprint)\b/i,
    isLength: true,
  },
  { words: /\b(\d+) (day|week|month|year)s?(?: from now| left| to go| until)\b/i, isLength: false },
  {
    words: /\b(?:make it |only |just |to )?(\d+) (week|month)s?\b(?! (?:ago|old|later|earlier|off))/i,
    isLength: true,
  },
];

function readHorizon(words: Words): Pick<Dates, 'days' | 'isLength'> {
  for (const { words: pattern, isLength } of HORIZONS) {
    const span = words.cut(pattern);
    if (!span) continue;
    const amount = Number(span[1]);
    const unitDays = UNIT_DAYS.get((span[2] ?? 'week').toLowerCase()) ?? 7;
    return { days: Math.round((Number.isNaN(amount) ? 1 : amount) * unitDays), isLength };
  }
  return { days: null, isLength: false };
}

const MONTH_DAY = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d{4}-\d|\d\/\d/i;
const BY =
  /(?:\b(?:by|before|until|till|due|for|on|ready for|in time for|not later than|no later than|at|is|the|in)\s+)+$/i;

function readDeadline(words: Words, today: string): string | null {
  const feast = readFeast(words, today) ?? readOccasion(words, today);
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
    // A month is used up to its end, the day of an event itself is taken.
    if (!found.start.isCertain('day') && month)
      return /\bbefore\b/i.test(before) ? addDays(day, -1) : monthEnd(day);
    return /\b(?:by|until|till|due|later than)\b/i.test(before) || day <= addDays(today, 1)
      ? day
      : addDays(day, -1);
  }
  return null;
}

function monthEnd(day: string): string {
  const next = new Date(`${day.slice(0, 7)}-01T00:00:00Z`);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return addDays(next.toISOString().slice(0, 10), -1);
}

const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day';
const OCCASION = new RegExp(
  `\\b((?:exams?|tests?|quiz|presentation|talk|speech|interview|meeting|party|deadline|race|concert|recital|trip|visit|prepare|prep|ready|pack|finish|finished|done|submit|hand in|due)\\b[^.;|]{0,50}?) ((?:is |are |comes |come )?(?:(?:for|on|this|next|coming|the) )+${WEEKDAY})\\b(?! (?:and|mornings|evenings|afternoons)\\b)`,
  'i',
);

/** "My test is next Friday", "ready for Tuesday", "this weekend": an end and no rhythm. */
function readOccasion(words: Words, today: string): string | null {
  const weekend =
    /\b(?:this weekend|(?:by|before) the end of the week(?:end)?|(?<!(?:times|days|mornings|evenings) )(?:by the end of )?this week(?=$|[,.;!| ]))/i.exec(
      words.text,
    );
  if (weekend) {
    const date = firstDate('sunday', today);
    words.cutAt(weekend.index, weekend[0].length);
    return date?.day ?? null;
  }
  const match = OCCASION.exec(words.text);
  const date = match?.[2] ? firstDate(match[2].replace(/^(?:is|are|comes?) /i, ''), today) : null;
  if (!match || !match[1] || !match[2] || !date || date.day <= today) return null;
  words.cutAt(match.index + match[1].length + 1, match[2].length);
  const isPiece = /^(?:finish|finished|done|submit|hand in|due)\b/i.test(match[1]);
  return isPiece || date.day <= addDays(today, 1) ? date.day : addDays(date.day, -1);
}

function readFeast(words: Words, today: string): string | null {
  const thisYear = Number(today.slice(0, 4));
  if (words.cut(/\b(?:by |before |in |during |over )?next year\b/i)) return `${thisYear + 1}-12-31`;
  for (const [pattern, monthDay] of FEASTS) {
    const match = words.cut(
      new RegExp(`\\b(by|before|until|till|in time for|for|on|in|this|next) (?:the )?(?:${pattern})\\b`, 'i'),
    );
    if (!match) continue;
    if (monthDay === 'month') return monthEnd(today);
    const day = `${thisYear}-${monthDay}` > today ? `${thisYear}-${monthDay}` : `${thisYear + 1}-${monthDay}`;
    return /^(?:before|in time for|for|on)$/i.test(match[1] ?? '') ? addDays(day, -1) : day;
  }
  return null;
}

const FEASTS: [string, string][] = [
  ['christmas(?: eve| day)?|xmas|the holidays', '12-24'],
  ["year\\b(?! \\d)|end of (?:the|this) year|year'?s? end|new year(?:'?s?(?: eve)?)?", '12-31'],
  ['end of (?:the|this) month', 'month'],
  ["valentine'?s(?: day)?", '02-14'],
  ['easter', '03-28'],
  ['(?:end of )?spring', '03-20'],
  ['(?:beach season|(?:the )?summer)', '06-01'],
  ['autumn|fall', '10-31'],
  ['winter', '02-28'],
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
