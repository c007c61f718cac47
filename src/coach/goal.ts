// What the builtin coach has understood of a goal: facts, and what of the words it has not read.
import type { Fact, Part, Reading, Unit } from '../english/facts.ts';
import type { Day } from '../kernel/week.ts';
import type { Kind } from './kinds.ts';

/** Minutes of the day; what is null was not named. */
export interface Hours {
  at: number | null;
  from: number | null;
  to: number | null;
  part: Part | null;
  /** "after work", "before dinner". */
  side: 'in' | 'before' | 'after';
  notParts: Part[];
  /** "half an hour later". */
  shift: number;
  /** The other half of the day, where the words leave it open: 1140 beside 420 of "at 7". */
  other: number | null;
}

/** "every other day" is 1 per 2 days; "two Fridays a month" has the days in `Goal.days`. */
export interface Rhythm {
  count: number;
  per: 'day' | 'week' | 'month';
  interval: number;
  nth: number[];
  monthDays: number[];
}

export interface Amount {
  amount: number;
  unit: string;
  per: Unit | null;
  /** As the person wrote it: "300 euros". */
  said: string;
}

/** "15 minutes on weekdays and an hour on Saturday": each has its own. */
export interface Group {
  days: Day[];
  minutes: number | null;
  hours: Hours;
  /** What is done then: "legs on Saturday". */
  name: string | null;
  /** Null for each of its days. */
  rhythm: Rhythm | null;
  /** Later than the plan: "from April on also Wednesdays". */
  from: string | null;
}

export interface Goal {
  kind: Kind;
  /** Short, with a verb where the words hold one: a title; empty where they hold none. */
  phrase: string;
  /** All words in lower case, times taken out. */
  topic: string;
  /** " for driving lessons": what money is saved for. */
  purpose: string;
  amounts: Amount[];
  /** What the person can do or has already, in the unit of the amount. */
  has: number | null;
  rhythm: Rhythm | null;
  /** Sessions on one day, 1 to 3. */
  perDay: number;
  /** Minutes of the day, where several hours of each day were named: "at noon and 6". */
  times: number[];
  days: Day[];
  notDays: Day[];
  datesOff: string[];
  /** Hours of certain days that belong to something else. */
  busy: { days: Day[]; from: number; to: number }[];
  /** So much at most: money or minutes in a week or a month. */
  cap: Amount | null;
  hours: Hours;
  groups: Group[];
  minutes: number | null;
  weekMinutes: number | null;
  startOn: string | null;
  /** The last day that can be used. */
  endsOn: string | null;
  /** Where the end moves with the start: "for three weeks". */
  spanDays: number | null;
  /** "On my days off": the profile knows which. */
  onDaysOff: boolean;
  /** A week without sessions in the middle. */
  restWeek: boolean;
  /** Steps lighter (negative) or heavier, as it was asked. */
  load: number;
  /** What has meaning and was not read, in the person's words. */
  unread: string[];
  /** What nobody can know before, as it was said. */
  unknowable: string[];
  /** What was told besides and changes nothing. */
  aside: string[];
  /** Sentences for the person: a second wish, an end that has passed, what was left aside. */
  notes: string[];
}

export const NO_HOURS: Hours = {
  at: null,
  from: null,
  to: null,
  part: null,
  side: 'in',
  notParts: [],
  shift: 0,
  other: null,
};

/** The person said when. */
export const isNamed = ({ at, from, to, part }: Hours): boolean =>
  at !== null || from !== null || to !== null || part !== null;

/** One message being read. `today`: the day on which it was said. */
export interface Taking {
  goal: Goal;
  reading: Reading;
  today: string;
  isRevision: boolean;
  /** Facts that say nothing of this goal: read, and not used. */
  unused: Fact[];
}
