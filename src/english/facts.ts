// What English says of times and amounts, as data: what the reader finds, and everybody who plans by it reads.
import type { Day } from '../kernel/week.ts';

/** The moment and the place in which something was said: "2026-11-23T10:00" on the clocks of the zone. */
export type Said = { now: string; zone: string };

/** One word, number or sign. A contraction is two of them, and its letters are shared out. */
export interface Token {
  /** UTF-16 offsets in the text as it was said; `to` is excluded. */
  from: number;
  to: number;
  /** Lower case, spelling and abbreviations mended: "tmrw" is "tomorrow", "I'm" is "i" and "am". Names stay. */
  word: string;
  /** What figures or a number word say: 7 of "7" and of "seven". */
  number: number | null;
  /** Index of the fact that it belongs to; null while nobody has read it. */
  claimedBy: number | null;
}

export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** A time of day, in minutes since midnight. */
export type ClockValue = { kind: 'clock'; minute: number };
/** From one time of day to another; beyond 1440 where it ends after midnight. */
export type ClockRangeValue = { kind: 'clock_range'; from: number; to: number };
/**
 * A part of the day as words name it ("morning", "lunch break", "work", "dinner", "bedtime", "waking"). With the role
 * `before` or `after` it says which side of it is meant: "after dinner". Parts of one certain day have a date fact too
 * ("tonight", "this morning" carry `date`).
 */
export type PartValue = { kind: 'part'; part: Part; date: string | null };
export type Part =
  | 'early_morning'
  | 'morning'
  | 'late_morning'
  | 'lunch'
  | 'afternoon'
  | 'late_afternoon'
  | 'evening'
  | 'late_evening'
  | 'night'
  | 'waking'
  | 'breakfast'
  | 'work'
  | 'school'
  | 'dinner'
  | 'bedtime'
  | 'daytime';

/** How long one thing takes, in minutes; `most` above `least` where both ends were named ("20-30 min"). */
export interface LengthValue {
  kind: 'length';
  least: number;
  most: number;
  /** "20 minutes a day", "90 minutes a week": so much in each. */
  per: Unit | null;
}
/** How long something goes on, in days or more: "six weeks". */
export type SpanValue = {
  kind: 'span';
  least: number;
  most: number;
  unit: 'day' | 'week' | 'month' | 'quarter' | 'year';
};
/**
 * A moment counted from now: `minutes` for what clocks measure ("in 20 minutes": elapsed time, add it to the instant),
 * `date` for what the calendar counts ("in 16 weeks"). Exactly one of the two is set.
 */
export type OffsetValue = { kind: 'offset'; minutes: number | null; date: string | null };
/** Counted from something else, negative for earlier: "two days later", "half an hour earlier", "3 days before". */
export type ShiftValue = {
  kind: 'shift';
  minutes: number | null;
  days: number | null;
  months: number | null;
};
/** A calendar day. `day` where a weekday alone named it: "on Friday", which may also mean every Friday. */
export type DateValue = { kind: 'date'; date: string; day: Day | null };
/** From a day to a day, both included; null where that end is open. */
export type DatesValue = { kind: 'dates'; from: string | null; to: string | null };
/** Weekdays without a date: "Mondays", "weekends", "Mon/Wed/Fri", "school nights" (Sunday to Thursday). */
export type DaysValue = { kind: 'days'; days: Day[] };
/**
 * How often. "three times a week" is 3 to 3 per week; "every other day" is 1 per 2 days; "two Fridays a month" is 2 per
 * month on Fridays; "first Monday of each month" has nth [1] and days; "15th and 30th" has monthDays. Last is -1.
 */
export interface RhythmValue {
  kind: 'rhythm';
  least: number;
  most: number;
  per: Unit;
  /** Every so many of `per`: 2 for fortnightly. */
  interval: number;
  days: Day[];
  nth: number[];
  monthDays: number[];
}
/** So much of something. `per` where it is meant for each day, week …: "10 pages a day". */
export interface AmountValue {
  kind: 'amount';
  least: number;
  most: number;
  /** Singular and spelled out: "km", "page", "kg", "eur", "percent", "push-up". */
  unit: string;
  per: Unit | null;
}
/** So long before something, negative for after it: "15 min before". */
export type LeadValue = { kind: 'lead'; minutes: number };
/** One of several: "the second", "the first one"; -1 for the last. */
export type OrdinalValue = { kind: 'ordinal'; nth: number };
/** "a day", "per week" away from what it measures: "90 minutes of yoga a week". */
export type PerValue = { kind: 'per'; unit: Unit };
export type NumberValue = { kind: 'number'; least: number; most: number };
/** Said like a date or a time, and there is none: "31 April", "25:00". */
export type ImpossibleValue = { kind: 'impossible'; of: 'date' | 'clock' };

export type Value =
  | ClockValue
  | ClockRangeValue
  | PartValue
  | LengthValue
  | SpanValue
  | OffsetValue
  | ShiftValue
  | DateValue
  | DatesValue
  | DaysValue
  | RhythmValue
  | AmountValue
  | LeadValue
  | OrdinalValue
  | PerValue
  | NumberValue
  | ImpossibleValue;
export type Kind = Value['kind'];
export type ValueOf<K extends Kind> = Extract<Value, { kind: K }>;

/**
 * What the words around it make of a value: `at` (at, on, in, or nothing), `from` (also starting, not before),
 * `until` (also not after, no later than), `by` (a deadline, or "later by an hour"), `before`, `after`, `to` (where
 * something is moved: "to 7"), `instead` (what it takes the place of: "instead of 8", "from 6" when moved), `except`
 * (but not, never on, apart from, bar, no Mondays), `for`, `each` (of every session: "30 min each"), `only`.
 */
export type Role =
  'at' | 'from' | 'until' | 'by' | 'before' | 'after' | 'to' | 'instead' | 'except' | 'for' | 'each' | 'only';

export interface Fact {
  /** UTF-16 offsets in the text, words of the role included. */
  from: number;
  to: number;
  role: Role;
  value: Value;
  /** What else the words may mean; empty where they mean one thing. */
  alternatives: Value[];
  /** `said`: one meaning. `usual`: most people mean this. `open`: both are common, so somebody has to ask. */
  certainty: 'said' | 'usual' | 'open';
  /** A "not" stands before it in its clause: "can't do Wednesdays", "don't run after 6". The "not" stays unread. */
  negated: boolean;
  /** "around", "roughly", "-ish", "or so". */
  about: boolean;
  /** "at least" and "more than", "at most" and "up to". */
  bound: 'least' | 'most' | null;
}

export interface Reading {
  text: string;
  tokens: Token[];
  facts: Fact[];
}

/** Words that carry meaning for times and amounts and that nobody has read. */
export interface Unread {
  from: number;
  to: number;
  text: string;
  why: 'number' | 'time' | 'negation' | 'condition';
}
