// What the rules of the reader find, by name: facts, and what only parts of facts are made of.
import type { Day } from '../kernel/week.ts';
import type { Fact, Part, Unit, Value, ValueOf } from './facts.ts';

/** A value with what its own words say about it. */
export type Found<V extends Value = Value> = { value: V } & Partial<
  Omit<Fact, 'value' | 'from' | 'to' | 'negated'>
>;

/** What rules find, by name: some are facts (they have a value), some only parts of facts. */
export interface Classes {
  /** A quantity, or from one to another. */
  int: { least: number; most: number; about?: boolean; isWord?: boolean };
  nth: number;
  /** "15th", in figures. */
  figured: number;
  unit: Unit;
  month: number;
  weekday: { days: Day[]; isEvery: boolean };
  named: Part;
  /** "7.30", which may be a number too. */
  pointed: Found<ValueOf<'clock'>>;
  /** "1h30" */
  hm: [hour: number, minute: number];
  /** A clock, or a bare hour that only a range makes one. */
  hourish: Found<ValueOf<'clock'>> & { isBare?: boolean };
  /** How many times: "once", "3x". */
  times: { least: number; most: number; about?: boolean };
  /** A unit of what can be counted, money and signs of money: "km", "page". */
  noun: string;
  coin: string;
  /** A word that is neither grammar nor time. */
  thing: string;
  clock: Found<ValueOf<'clock'>>;
  clock_range: Found<ValueOf<'clock_range'>>;
  part: Found<ValueOf<'part'>>;
  length: Found<ValueOf<'length'>>;
  span: Found<ValueOf<'span'>>;
  date: Found<ValueOf<'date'>>;
  dates: Found<ValueOf<'dates'>>;
  days: Found<ValueOf<'days'>>;
  rhythm: Found<ValueOf<'rhythm'>>;
  amount: Found<ValueOf<'amount'>>;
  fact: Found;
}
export type Class = keyof Classes;
