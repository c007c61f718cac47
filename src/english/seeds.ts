// What single tokens are before any rule has run: numbers, weekdays, months, units, and figures written as one.
import type { Unit } from './facts.ts';
import type { Here } from './here.ts';
import { COINS, NOUNS } from './units.ts';
import { clockOf, digitalClock } from './clocks.ts';
import { dateOf } from './calendar.ts';
import type { Chart } from './chart.ts';
import type { Class, Classes } from './classes.ts';
import { FUNCTION_WORDS, MONTHS, ORDINALS, WEEKDAYS } from './words.ts';
import { DAYS } from '../kernel/week.ts';

const UNITS = new Map<string, Unit>(
  (['minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const).flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);
for (const word of ['h', 'hs']) UNITS.set(word, 'hour');

/** "may" and "march" are months only where a word in front of them or a number beside them says so. */
const BEFORE_MONTH = new Set(
  'in of by until next this last end mid early late since from before after to through during over - /'.split(
    ' ',
  ),
);

/** Puts what each token is by itself into the chart. */
export function seed(chart: Chart, here: Here): void {
  const { tokens } = chart;
  for (const [index, { word, number }] of tokens.entries()) {
    const put = <C extends Class>(out: C, made: Classes[C] | null): void => {
      if (made !== null) chart.at[index]!.push({ start: index, end: index + 1, weight: 1, out, made });
      (chart.ends[index + 1] ??= new Set()).add(out);
    };
    const beside = (offset: number): boolean => tokens[index + offset]?.number != null;
    if (number !== null && !/^0\d{3}$/.test(word))
      put('int', { least: number, most: number, isWord: !/\d/.test(word) });
    if (number !== null && /^\d{1,2}\.\d{2}$/.test(word)) put('pointed', digitalClock(word, here));
    if (ORDINALS.has(word)) put('nth', ORDINALS.get(word)!);
    const weekday = WEEKDAYS.indexOf(word.replace(/s$/, ''));
    if (weekday >= 0) put('weekday', { days: [DAYS[weekday]!], isEvery: word.endsWith('s') });
    const isVerb = word === 'may' || word === 'march';
    const isMonth =
      !isVerb ||
      BEFORE_MONTH.has(tokens[index - 1]?.word ?? '') ||
      beside(1) ||
      beside(-1) ||
      (/^(?:st|nd|rd|th)$/.test(tokens[index - 1]?.word ?? '') && beside(-2)) ||
      (beside(2) && tokens[index + 1]?.word === 'the');
    if (isMonth && MONTHS.includes(word)) put('month', MONTHS.indexOf(word) + 1);
    if (UNITS.has(word)) put('unit', UNITS.get(word)!);
    if (/^\d{1,2}:\d{2}$/.test(word)) put('clock', digitalClock(word, here));
    if (/^\d{1,2}:\d{2}$/.test(word)) put('fact', { value: { kind: 'impossible', of: 'clock' } });
    if (/^0\d{3}$/.test(word))
      put('clock', clockOf(Number(word.slice(0, 2)), Number(word.slice(2)), 'said', here));
    if (/^\d{1,2}h\d{2}$/.test(word)) put('hm', [Number(word.split('h')[0]), Number(word.split('h')[1])]);
    if (/^\d{4}-\d{2}-\d{2}$/.test(word)) put('date', dateOf(word, here));
    if (/^\d{1,2}\.\d{1,2}\.(\d{2}|\d{4})?$/.test(word)) put('date', dateOf(word, here));
    if (NOUNS.has(word)) put('noun', NOUNS.get(word)!);
    if (COINS.has(word)) put('coin', COINS.get(word)!);
    if (
      /^\p{L}{2,}$/u.test(word) &&
      !FUNCTION_WORDS.has(word) &&
      number === null &&
      !/^(st|nd|rd|th)$/.test(word)
    )
      put('thing', word);
  }
}
