// Hours, days and lengths in the answers of somebody new.
import type { Fact, Said, ValueOf } from '../english/facts.ts';
import { readEnglish } from '../english/read-english.ts';
import { timeOf } from '../kernel/time.ts';
import type { Day } from '../kernel/week.ts';

export const hours = (from: number, to: number): number => ((to - from + 1440) % 1440) / 60;

/** A range, or two times one after the other, read so that `fits`; null where nothing does. */
export function rangeIn(words: string, said: Said, fits: (range: { from: number; to: number }) => boolean) {
  const { facts } = readEnglish(words, said);
  const ranges = facts.flatMap(({ value, alternatives }) =>
    [value, ...alternatives].filter((one): one is ValueOf<'clock_range'> => one.kind === 'clock_range'),
  );
  const clocks = facts.filter(({ value }) => value.kind === 'clock');
  const pairs = clocks.length === 2 ? pairsOf(clocks[0]!, clocks[1]!) : [];
  const found = [...ranges, ...pairs, ...bareRanges(words)]
    .map(({ from, to }) => ({ from: from % 1440, to: to % 1440 }))
    .find(fits);
  return found ? { from: timeOf(found.from), to: timeOf(found.to) } : null;
}

/** "11 to 7", which between people who speak of hours is no time of day. */
function bareRanges(words: string): { from: number; to: number }[] {
  const [, from, to] = /(?<![\d:])(\d{1,2})\s*(?:-|–|to|till?|until)\s*(\d{1,2})(?![\d:])/.exec(words) ?? [];
  return from === undefined || to === undefined
    ? []
    : halves(Number(from)).flatMap((start) => halves(Number(to)).map((end) => ({ from: start, to: end })));
}

const halves = (hour: number): number[] =>
  hour > 24 ? [] : hour > 12 ? [hour * 60] : [hour * 60, hour * 60 + 720];

export const minutesIn = ({ value, alternatives }: Fact): number[] =>
  [value, ...alternatives].flatMap((one) => (one.kind === 'clock' ? [one.minute] : []));

const pairsOf = (first: Fact, last: Fact) =>
  minutesIn(first).flatMap((from) => minutesIn(last).map((to) => ({ from, to })));

export function daysIn(words: string, said: Said): Day[] {
  return readEnglish(words, said).facts.flatMap(({ value, role }) => {
    if (role === 'except') return [];
    if (value.kind === 'days' || value.kind === 'rhythm') return value.days;
    return value.kind === 'date' && value.day ? [value.day] : [];
  });
}

/** Lengths in their order; where they were asked for, bare numbers are minutes. */
export function lengthsIn(words: string, said: Said, isAsked: boolean): number[] {
  return readEnglish(words, said).facts.flatMap(({ value }) => {
    if (value.kind === 'length') return [value.least];
    if (value.kind === 'lead') return [value.minutes];
    if (value.kind === 'shift' && value.minutes !== null) return [Math.abs(value.minutes)];
    if (value.kind === 'offset' && value.minutes !== null) return [value.minutes];
    return isAsked && value.kind === 'number' ? [value.least] : [];
  });
}

/** Times that were named and make no answer: said back, and asked for again. */
export function leftOver(words: string, said: Said): string | null {
  return readEnglish(words, said).facts.length > 0 ? words.trim() : null;
}
