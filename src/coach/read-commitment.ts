// What somebody new does every week already: a title, its days and its hours.
import type { Commitment } from '../onboarding/state.ts';
import type { Said } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { timeOf } from '../kernel/time.ts';
import type { Day } from '../kernel/week.ts';
import { daysIn, minutesIn, rangeIn } from './answered-hours.ts';

/** Its title is what stands beside its days and its time; null where one of the three is missing. */
export function readCommitment(words: string, said: Said): Commitment | null {
  const reading = readEnglish(words, said);
  const days = daysIn(words, said);
  const range = rangeIn(words, said, ({ from, to }) => to > from);
  const clock = reading.facts.find(({ value }) => value.kind === 'clock');
  const start = range ? null : clock && minutesIn(clock)[0]!;
  const title = reading.tokens
    .filter(({ claimedBy, word }) => claimedBy === null && !FILLERS.has(word) && /\p{L}/u.test(word))
    .map(({ from, to }) => words.slice(from, to))
    .join(' ');
  const isDaily = reading.facts.some(({ value }) => value.kind === 'rhythm' && value.per === 'day');
  if (title === '' || (days.length === 0 && !isDaily) || (!range && start === null) || start === undefined) {
    return null;
  }
  const times = range ?? { from: timeOf(start!), to: timeOf(Math.min(start! + 60, 1439)) };
  const on = isDaily && days.length === 0 ? ALL_DAYS : days;
  return { title: `${title[0]!.toUpperCase()}${title.slice(1)}`, days: [...new Set(on)], ...times };
}

const ALL_DAYS: Day[] = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const FILLERS = new Set(
  'i have on at the a an my and go to do is are there with me we in for of every each from till until'.split(
    ' ',
  ),
);
