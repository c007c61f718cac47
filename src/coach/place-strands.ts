// Where the sessions of a week go: into the slots that code has found; where there are none, into the hours that suit.
import type { AgentInput } from '../agents.ts';
import { addDays, timeOf, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { Arranged, Strand } from './arrange.ts';

export interface Place {
  day: Day;
  time: string;
  minutes: number;
  /** Why it is not ideal, or null. */
  conflict: string | null;
}

/** One session of the plan. */
export interface Dated extends Place {
  strand: Strand;
  date: string;
  week: number;
  /** A day to be kept free: the rule names it, and no session is there. */
  isOff: boolean;
}

/** For each strand, in its order. Slots for other wishes than these are shared out in the order of the week. */
export function placeStrands({ strands }: Arranged, { found, wishes }: AgentInput<'planner'>): Place[][] {
  const slots = found?.slots ?? [];
  const isOurs = wishes === null || wishes.length === strands.length;
  return strands.map((strand, index) => {
    const own = slots.filter(({ wish }) => !isOurs || wish === index || strands.length === 1);
    const places = own.map(({ day, time, duration_minutes, conflict }) => ({
      day,
      time,
      minutes: duration_minutes,
      conflict,
    }));
    const chosen = best(places, strand);
    const placed = chosen.length > 0 ? chosen : ownPlaces(strand);
    const { rule } = strand;
    return rule?.startsWith('FREQ=DAILY') || rule?.includes('BYMONTHDAY') ? atOneTime(placed) : placed;
  });
}

/** Each day once, those without a conflict and those that were asked for first. */
function best(places: Place[], { count, days, minutes }: Strand): Place[] {
  const cost = ({ day, conflict, minutes: room }: Place): number =>
    (conflict === null ? 0 : 4) +
    (room < minutes ? 2 : 0) +
    (days.length === 0 || days.includes(day) ? 0 : 1);
  // All of the days were named: no other one is taken instead.
  const named = places.filter(({ day }) => days.length === count && days.includes(day));
  const ranked = (named.length > 0 ? named : places).toSorted(
    (a, b) => cost(a) - cost(b) || a.time.localeCompare(b.time),
  );
  const each = DAYS.flatMap((day) => ranked.find((place) => place.day === day) ?? []);
  return inWeek(each.toSorted((a, b) => cost(a) - cost(b)).slice(0, count));
}

const inWeek = (places: Place[]): Place[] =>
  places.toSorted((a, b) => DAYS.indexOf(a.day) - DAYS.indexOf(b.day));

function ownPlaces({ count, days, window, minutes }: Strand): Place[] {
  const time = timeOf(
    window.latest - window.earliest <= minutes ? window.earliest : Math.ceil(window.earliest / 15) * 15,
  );
  const open = days.length > 0 ? days : [...DAYS];
  const even = Array.from(
    { length: Math.min(count, open.length) },
    (_, index) => open[Math.floor((index * open.length) / count)]!,
  );
  return inWeek([...new Set(even)].map((day) => ({ day, time, minutes, conflict: null })));
}

/** A rule of days or of dates meets every weekday: they all have the time that most of the slots have. */
function atOneTime(places: Place[]): Place[] {
  const byTime = [...Map.groupBy(places, ({ time }) => time).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const usual = byTime[0]![0]!;
  return DAYS.map((day) => ({ ...usual, day }));
}

/** Every session of weeks 1 to `weeks` from `startOn`, in order of time; none after `endsOn`. */
export function datedSessions(arranged: Arranged, places: Place[][], startOn: string): Dated[] {
  const { goal, strands, weeks } = arranged;
  const off = new Set(goal.datesOff);
  const dated = Array.from({ length: 7 * weeks }, (_, day) => addDays(startOn, day)).flatMap((date, index) =>
    strands.flatMap((strand, at) =>
      (places[at] ?? [])
        .filter(({ day }) => day === weekdayOf(date) && (strand.from === null || date >= strand.from))
        .map((place) => ({ ...place, strand, date, week: Math.floor(index / 7) + 1, isOff: off.has(date) })),
    ),
  );
  const inTime = dated.filter(({ date }) => goal.endsOn === null || date <= goal.endsOn);
  const kept = inTime.length > 0 ? inTime : dated.slice(0, 1);
  return kept
    .filter((one) => meetsRule(one.strand.rule, one, startOn))
    .toSorted((a, b) => `${a.date}${a.time}`.localeCompare(`${b.date}${b.time}`));
}

/** What the rule of days or months leaves of them; a first look, for counting: code expands the rule itself. */
function meetsRule(rule: string | null, { date, week }: Dated, startOn: string): boolean {
  if (rule === null) return true;
  const interval = Number(/INTERVAL=(\d+)/.exec(rule)?.[1] ?? 1);
  if (rule.startsWith('FREQ=DAILY'))
    return ((Date.parse(date) - Date.parse(startOn)) / 86_400_000) % interval === 0;
  if (rule.startsWith('FREQ=WEEKLY')) return (week - 1) % interval === 0;
  const [, days] = /BYMONTHDAY=([\d,-]+)/.exec(rule) ?? [];
  const dayOfMonth = Number(date.slice(8));
  if (days)
    return days
      .split(',')
      .map(Number)
      .some((day) => day === dayOfMonth || (day === -1 && addDays(date, 1).slice(8) === '01'));
  const nth = Math.ceil(dayOfMonth / 7);
  const isLast = addDays(date, 7).slice(5, 7) !== date.slice(5, 7);
  return (/BYDAY=(.*)$/.exec(rule)?.[1] ?? '')
    .split(',')
    .some((part) => part.startsWith(`${nth}`) || (isLast && part.startsWith('-1')));
}
