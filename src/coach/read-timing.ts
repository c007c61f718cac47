// Everything about time in a text, read in the order in which one kind of phrase could be mistaken for another.
import { addDays } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { cutWords } from './cut-words.ts';
import { readDates } from './read-dates.ts';
import type { Dates } from './read-dates.ts';
import { readDays } from './read-days.ts';
import type { NamedDays } from './read-days.ts';
import { readDailyPart, readFrequency } from './read-frequency.ts';
import type { Frequency } from './read-frequency.ts';
import { readLength } from './read-length.ts';
import type { Length } from './read-length.ts';
import { readWindow } from './read-window.ts';
import type { Window } from './read-window.ts';
import { inWeekOrder, weeksBetween } from './week.ts';

export interface Segment {
  /** What was said of these days besides their times. */
  words: string;
  days: Day[];
  minutes: number | null;
  window: Window;
}

export interface Timing extends Length, NamedDays {
  frequency: Frequency | null;
  window: Window;
  startOn: string | null;
  /** The last day that can be used. */
  lastOn: string | null;
  /** "In six weeks": moves with the start; null where a day was named. */
  spanDays: number | null;
  /** Of that span: as in `Dates`. */
  isLength: boolean;
  /** Weeks until then, the last one perhaps not whole. */
  weeks: number | null;
  /** "30 minutes on weekdays, 2 hours on Saturdays": one for each kind of day where they differ, else none. */
  segments: Segment[];
  /** The words without all this; "|" where something was taken out. */
  rest: string;
}

/**
 * Reads rhythm, dates and hours out of text as `plainWords` gives it.
 * @param late a bare "7" means the evening
 */
export function readTiming(plain: string, today: string, late: boolean): Timing {
  const parts = splitByDays(plain);
  if (!parts) return readWhole(plain, today, late);
  const whole = readWhole(parts.rest, today, late);
  const named = parts.pieces.map((piece) => readWhole(piece, today, late));
  const taken = named.flatMap(({ days }) => days);
  const segments = named.map(({ days, minutes, window, rest }) => ({
    words: rest,
    days: days.length > 0 ? days : DAYS.filter((day) => !taken.includes(day)),
    minutes,
    window,
  }));
  const ending = named.find(({ lastOn }) => lastOn !== null);
  return {
    ...whole,
    days: inWeekOrder(segments.flatMap(({ days }) => days)),
    minutes: segments[0]?.minutes ?? whole.minutes,
    frequency: null,
    lastOn: whole.lastOn ?? ending?.lastOn ?? null,
    weeks: whole.weeks ?? ending?.weeks ?? null,
    startOn: whole.startOn ?? named.find(({ startOn }) => startOn)?.startOn ?? null,
    segments,
    rest: [whole.rest, ...named.map(({ rest }) => rest)].join(' | '),
  };
}

const DAY_WORDS =
  /\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:mon|tue|wed|thu|fri|sat|sun)|weekends?|weekdays|work ?days)\b/i;
const DAILY_WORDS = /\b(?:(?:every|each|other) (?:day|morning|evening|night)|daily|other days)\b/i;
const SPECIFICS =
  /\b\d+(?:\.\d+)? ?-?(?:minutes?|mins?|hours?|h)\b|\b(?:at|around) \d|\b\d{1,2}:\d\d\b|\b\d{1,2} ?[ap]m\b|\b(?:mornings?|evenings?|afternoons?|lunch\w*|before work|after work)\b|\b(?:an|1) hour\b/i;

/** The clauses that name days and an hour or a length of their own, where there are two or more that differ. */
function splitByDays(plain: string): { pieces: string[]; rest: string } | null {
  if (/\b(?:not|never|except|instead|without|no)\b/i.test(plain)) return null;
  const clauses = plain.split(/,? (?:and|but|plus) |[,;.] /);
  const pieces: string[] = [];
  const rest: string[] = [];
  let open = '';
  for (const clause of clauses) {
    const joined = open ? `${open} and ${clause}` : clause;
    const isDaily = DAILY_WORDS.test(joined);
    const hasDays = DAY_WORDS.test(joined) || isDaily;
    if (hasDays && SPECIFICS.test(joined)) {
      pieces.push(joined);
      open = '';
    } else if (hasDays) open = joined;
    else rest.push(clause);
  }
  if (open || pieces.length < 2 || pieces.filter((piece) => !DAY_WORDS.test(piece)).length > 1) return null;
  return { pieces, rest: rest.join(', ') };
}

function readWhole(plain: string, today: string, late: boolean): Timing {
  const words = cutWords(plain);
  const frequency = readFrequency(words);
  const dates = readDates(words, today);
  const length = readLength(words);
  const named = readDays(words);
  // "20 minutes a day on weekdays" is five times; a count beside named days stays.
  const daily =
    named.days.length > 0
      ? frequency?.perWeek === 7
        ? frequency.perDay > 1
          ? { ...frequency, perWeek: named.days.length }
          : null
        : frequency
      : (frequency ?? readDailyPart(words));
  const window = readWindow(words, late);
  return {
    ...length,
    ...named,
    frequency: daily,
    window,
    ...frameOf(dates, today),
    segments: [],
    rest: words.text,
  };
}

function frameOf(
  { startOn, lastOn, days, isLength }: Dates,
  today: string,
): Pick<Timing, 'startOn' | 'lastOn' | 'spanDays' | 'isLength' | 'weeks'> {
  const start = startOn ?? addDays(today, 1);
  const last = lastOn ?? (days === null ? null : addDays(start, days - 1));
  const spanDays = lastOn === null ? days : null;
  if (last === null) return { startOn, lastOn: null, spanDays, isLength, weeks: null };
  return {
    startOn,
    lastOn: last,
    spanDays,
    isLength,
    weeks: weeksBetween(start, last),
  };
}
