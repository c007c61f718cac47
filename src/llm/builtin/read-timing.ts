// Everything about time in a text, read in the order in which one kind of phrase could be mistaken for another.
import { addDays, daysBetween } from '../../kernel/time.ts';
import { cutWords } from './cut-words.ts';
import { readDates } from './read-dates.ts';
import { readDailyPart, readDays, readFrequency, readLength } from './read-rhythm.ts';
import type { Frequency, Length, NamedDays } from './read-rhythm.ts';
import { readWindow } from './read-window.ts';
import type { Window } from './read-window.ts';

export interface Timing extends Length, NamedDays {
  frequency: Frequency | null;
  window: Window;
  startOn: string | null;
  /** Whole weeks until it must be done. */
  weeks: number | null;
  /** The words without all this; "|" where something was taken out. */
  rest: string;
}

/**
 * Reads rhythm, dates and hours out of text as `plainWords` gives it.
 * @param late a bare "7" means the evening
 */
export function readTiming(plain: string, today: string, late: boolean): Timing {
  const words = cutWords(plain);
  const frequency = readFrequency(words);
  const dates = readDates(words, today);
  const length = readLength(words);
  const named = readDays(words);
  // "20 minutes a day on weekdays" is five times; a count beside named days stays.
  const daily =
    named.days.length > 0
      ? frequency?.perWeek === 7
        ? null
        : frequency
      : (frequency ?? readDailyPart(words));
  const window = readWindow(words, late);
  return {
    ...length,
    ...named,
    frequency: daily,
    window,
    startOn: dates.startOn,
    weeks: weeksOf(dates, today),
    rest: words.text,
  };
}

function weeksOf(
  dates: { startOn: string | null; until: string | null; days: number | null },
  today: string,
): number | null {
  const start = dates.startOn ?? addDays(today, 1);
  // Five days of a last week hold its sessions; fewer do not make a week.
  if (dates.until) return Math.max(1, Math.floor((daysBetween(start, dates.until) + 2) / 7));
  return dates.days === null ? null : Math.max(1, Math.round(dates.days / 7));
}
