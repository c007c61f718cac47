// Reads the answer to a question: what was asked for says what a bare word or number means ("7", "twice", "tuesdays").
import { DAYS } from '../kernel/week.ts';
import { hourOf, rangeOf } from './clocks.ts';
import { dayOfMonth, date } from './calendar.ts';
import type { Found } from './classes.ts';
import type { Fact, Kind, NumberValue, RhythmValue, Said, SpanValue, Value } from './facts.ts';
import { hereOf, type Here } from './here.ts';
import { readEnglish } from './read-english.ts';

/** What was asked, when and where: `unit` is what a bare number counts ("for how many weeks?", "how many km?"). */
export interface Asked extends Said {
  unit?: string;
}

/**
 * The one value of that kind that the answer gives, or null where it gives none, or more than one. Other facts of the
 * answer are not lost: `readEnglish` has them.
 */
export function readValue(text: string, expected: Kind, asked: Asked): Fact | null {
  const here = hereOf(asked);
  const { facts } = readEnglish(text, asked);
  const exact = facts.filter(({ value }) => value.kind === expected);
  if (exact.length > 0) return exact.length === 1 ? exact[0]! : null;
  if (expected === 'clock_range' && !text.startsWith(FROM)) return stretchOf(text, asked);
  const meant = facts.flatMap((fact) => {
    const found = turned(fact, expected, asked.unit, here);
    return found ? [{ ...fact, certainty: 'said' as const, alternatives: [], ...found }] : [];
  });
  return meant.length === 1 ? meant[0]! : null;
}

const FROM = 'from ';

/** "9-5" alone may be anything, "from 9-5" is a stretch of time. */
function stretchOf(text: string, asked: Asked): Fact | null {
  const fact = readValue(FROM + text, 'clock_range', asked);
  return fact && { ...fact, from: Math.max(0, fact.from - FROM.length), to: fact.to - FROM.length };
}

/** The fact as a value of the kind that was asked for; null where it cannot be one. */
function turned(
  { value, alternatives }: Fact,
  expected: Kind,
  unit: string | undefined,
  here: Here,
): Found | null {
  const other = alternatives.find(({ kind }) => kind === expected);
  if (other) return { value: other };
  if (value.kind === 'number') return numbered(value, expected, unit, here);
  if (value.kind === 'date' && value.day && expected === 'days')
    return { value: { kind: 'days', days: [value.day] } };
  if (value.kind === 'rhythm' && expected === 'days') return daysOf(value);
  if (value.kind === 'days' && expected === 'rhythm') {
    return { value: { ...weekly(value.days.length, value.days.length), days: value.days } };
  }
  if (value.kind === 'date' && value.day && expected === 'rhythm') {
    return { value: { ...weekly(1, 1), days: [value.day] } };
  }
  if (value.kind === 'ordinal' && expected === 'date') return ofMonth(value.nth, here);
  return null;
}

function numbered(
  { least, most }: NumberValue,
  expected: Kind,
  unit: string | undefined,
  here: Here,
): Found | null {
  const clock = (hour: number): ReturnType<typeof hourOf> =>
    hourOf({ least: hour, most: hour }, 'bare', here);
  const isOne = least === most;
  if (expected === 'clock') return isOne ? clock(least) : null;
  if (expected === 'clock_range') {
    const [start, end] = [clock(least), clock(most)];
    return start && end && !isOne ? rangeOf(start, end) : null;
  }
  if (expected === 'length') return lengthOf(least, most, unit);
  if (expected === 'date') return isOne ? ofMonth(least, here) : null;
  if (expected === 'rhythm') return most <= 21 ? { value: weekly(least, most), certainty: 'usual' } : null;
  if (expected === 'ordinal') return isOne ? { value: { kind: 'ordinal', nth: least } } : null;
  if (expected === 'amount') return { value: { kind: 'amount', least, most, unit: unit ?? '', per: null } };
  if (expected !== 'span' || unit === undefined) return null;
  return { value: { kind: 'span', least, most, unit: unit as SpanValue['unit'] } };
}

/** A small number may be hours: "2" to "how long?" is hardly two minutes. */
function lengthOf(least: number, most: number, unit: string | undefined): Found {
  const minutes: Value = { kind: 'length', least, most, per: null };
  const hours: Value = { kind: 'length', least: least * 60, most: most * 60, per: null };
  if (unit === 'hour') return { value: hours };
  if (unit === 'minute' || least >= 5) return { value: minutes };
  return { value: hours, alternatives: [minutes], certainty: 'open' };
}

const weekly = (least: number, most: number): RhythmValue => ({
  kind: 'rhythm',
  least,
  most,
  per: 'week',
  interval: 1,
  days: [],
  nth: [],
  monthDays: [],
});

function daysOf({ days, per, interval }: RhythmValue): Found | null {
  if (days.length > 0) return { value: { kind: 'days', days } };
  return per === 'day' && interval === 1 ? { value: { kind: 'days', days: [...DAYS] } } : null;
}

function ofMonth(day: number, here: Here): Found | null {
  const made = day > 0 && day < 32 ? dayOfMonth(day, here) : null;
  return made === null ? null : { value: date(made) };
}
