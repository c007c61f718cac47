// Which free slot each session takes: those that code found, one time of day where possible,
// learned bad slots only when nothing else is left.
import type { AgentInput } from '../agents.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import type { AvoidSlot } from '../planning/avoid-slot.ts';
import type { Arranged } from './arrange.ts';
import type { Session, WishedTimes } from './divide-sessions.ts';
import { chooseDays } from './choose-days.ts';
import { DAY_MINUTES, minutesOf, timeOf, weekdayOf } from '../kernel/time.ts';
import { inWeekOrder, meetInWeek } from './week.ts';

export interface Place {
  day: Day;
  time: string;
  /** Longest that fits. */
  minutes: number;
  conflict: string | null;
}

type Input = AgentInput<'planner'>;

/**
 * For each session its places, one per day at most; own hours where no slots were found.
 * Empty only where others of the same wish have some.
 */
export function placeSessions({ sessions, wishes, firstOn }: Arranged, input: Input): Place[][] {
  const avoid = input.patterns?.avoid_slots ?? [];
  const offers = offersFor(wishes, input);
  const start = DAYS.indexOf(weekdayOf(input.found?.first_available_start ?? firstOn));
  const inPlan = (day: Day): number => (DAYS.indexOf(day) - start + 7) % 7;
  const places = new Map<Session, Place[]>();
  for (const [index, wish] of wishes.entries()) {
    const sharing = sessions.filter((session) => session.wish === index);
    const slots = offers?.[index] ?? [];
    if (slots.length === 0) {
      for (const session of sharing) places.set(session, ownPlaces(session, avoid));
      continue;
    }
    const days = inWeekOrder(sharing.flatMap((session) => session.days));
    const open = pick(slots, { days, minutes: wish.minutes }, avoid).toSorted(
      (a, b) => inPlan(a.day) - inPlan(b.day),
    );
    // The last strand is the one that the others lead to: it takes the last day of the week, a free one if it is long.
    for (const session of sharing.toReversed()) {
      const count = session === sharing[0] ? open.length : Math.min(session.days.length, open.length);
      const taken = session === sharing[0] ? open.splice(0) : takeLast(open, count, session, input);
      places.set(session, taken);
    }
  }
  return sessions.map((session) => places.get(session) ?? []);
}

const LONG_MINUTES = 60;

function takeLast(open: Place[], count: number, { minutes }: Session, { profile }: Input): Place[] {
  const workDays = profile.work_hours?.days ?? [];
  const isFree = ({ day }: Place): boolean => !workDays.includes(day);
  const taken: Place[] = [];
  while (taken.length < count && open.length > 0) {
    const free = minutes >= LONG_MINUTES ? open.findLastIndex(isFree) : -1;
    taken.unshift(...open.splice(free === -1 ? open.length - 1 : free, 1));
  }
  return taken;
}

/** The found slots per wish of ours; slots for other wishes are shared out in the order of the week. */
function offersFor(wishes: readonly WishedTimes[], input: Input): Place[][] | null {
  if (!input.found) return null;
  const slots = input.found.slots.map((slot) => ({
    wish: slot.wish,
    day: slot.day,
    time: slot.time,
    minutes: slot.duration_minutes,
    conflict: slot.conflict,
  }));
  if (input.wishes === null || input.wishes.length === wishes.length)
    return wishes.map((_, index) => slots.filter(({ wish }) => wish === index));
  const open = slots.toSorted((a, b) => DAYS.indexOf(a.day) - DAYS.indexOf(b.day));
  return wishes.map(({ count }, index) =>
    index === wishes.length - 1 ? open : open.splice(0, Math.min(count, open.length - 1)),
  );
}

function pick(
  slots: readonly Place[],
  { days, minutes }: Pick<Session, 'days' | 'minutes'>,
  avoid: readonly AvoidSlot[],
): Place[] {
  const cost = (slot: Place): number =>
    (slot.conflict === null ? 0 : 8) +
    (isAvoided(slot.day, slot.time, minutes, avoid) ? 4 : 0) +
    (slot.minutes < minutes ? 2 : 0) +
    (days.includes(slot.day) ? 0 : 1);
  const good = slots.filter((slot) => cost(slot) < 4);
  const daysAt = (time: string): number =>
    new Set((good.length > 0 ? good : slots).filter((slot) => slot.time === time).map(({ day }) => day)).size;
  const ranked = slots.toSorted(
    (a, b) =>
      cost(a) - cost(b) ||
      daysAt(b.time) - daysAt(a.time) ||
      a.time.localeCompare(b.time) ||
      DAYS.indexOf(a.day) - DAYS.indexOf(b.day),
  );
  const offered = ranked.map(({ day }) => day);
  const bad = ranked
    .filter((slot) => cost(slot) >= 4)
    .map(({ day }) => day)
    .filter((day) => !good.some((slot) => slot.day === day));
  const chosen = chooseDays(
    days.length,
    days.filter((day) => offered.includes(day) && !bad.includes(day)),
    offered,
    bad,
  );
  return chosen.flatMap((day) => ranked.find((slot) => slot.day === day) ?? []);
}

function ownPlaces({ days, hours, minutes }: Session, avoid: readonly AvoidSlot[]): Place[] {
  const starts: number[] = [];
  const first =
    hours.latest - hours.earliest === minutes ? hours.earliest : Math.ceil(hours.earliest / 15) * 15;
  for (let start = first; start + minutes <= hours.latest; start += 15) starts.push(start);
  if (starts.length === 0) starts.push(hours.earliest);
  // One time for all days is easier to keep than the best one for each.
  const badDays = (start: number): number =>
    days.filter((day) => isAvoided(day, timeOf(start), minutes, avoid)).length;
  const start = starts.toSorted((a, b) => badDays(a) - badDays(b) || a - b)[0] ?? hours.earliest;
  const time = timeOf(start);
  const bad = DAYS.filter((day) => isAvoided(day, time, minutes, avoid));
  const kept = days.filter((day) => !bad.includes(day));
  const chosen =
    hours.firm && kept.length === 0
      ? days
      : chooseDays(days.length, kept, hours.days.length > 0 ? hours.days : DAYS, bad);
  return (chosen.length > 0 ? chosen : days).map((day) => ({ day, time, minutes, conflict: null }));
}

/** A range over midnight belongs to the evening that it begins in. */
function isAvoided(day: Day, time: string, minutes: number, avoid: readonly AvoidSlot[]): boolean {
  return avoid.some(({ day: avoided, time_range: { from, to } }) => {
    const length = (minutesOf(to) - minutesOf(from) + DAY_MINUTES) % DAY_MINUTES;
    return meetInWeek({ day, time, minutes }, { day: avoided, time: from, minutes: length });
  });
}
