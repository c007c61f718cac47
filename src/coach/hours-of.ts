// From "before work" to 06:45-08:30: the hours a person means, in the day that they really have.
import type { PlanningProfile } from '../account/planning-profile.ts';
import type { Part } from '../english/facts.ts';
import { DAY_MINUTES, minutesOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import { isNamed, type Hours } from './goal.ts';
import type { Kind } from './kinds.ts';

/** Minutes of the day: a session begins and has ended within. */
export interface Window {
  earliest: number;
  latest: number;
  /** The person named it. */
  firm: boolean;
}

interface Asked {
  hours: Hours;
  kind: Kind;
  minutes: number;
  /** No work on any of its days. */
  isFree: boolean;
}

/** What has no end in the words ends at 23:00. */
const LATE = 1380;
const OFFICE = { from: '09:00', to: '17:00', days: DAYS.slice(0, 5) };

/** The days of work, the usual ones where none are known. */
export const workDaysOf = ({ work_hours }: PlanningProfile): Day[] =>
  work_hours && work_hours.days.length > 0 ? work_hours.days : OFFICE.days;

/** What was named is held exactly; else the usual hours for such a thing and such a person. */
export function windowFor(asked: Asked, profile: PlanningProfile): Window {
  const day = dayOf(profile, asked);
  const { minutes, kind } = asked;
  const hours = kind.key === 'sleep' ? beforeBed(asked.hours, day.bed) : asked.hours;
  const said = named(hours, minutes, day);
  const range = said ?? usual(asked, profile, day);
  // "Half an hour later", of hours that nobody named: later than the usual time, and then it is a time.
  const [from, to] = said === null && hours.shift !== 0 ? usualTime(range, minutes) : range;
  const earliest = Math.max(0, Math.min(DAY_MINUTES - minutes, Math.round(from + hours.shift)));
  const latest = Math.min(DAY_MINUTES, Math.max(Math.round(to + hours.shift), earliest + minutes));
  return { earliest, latest, firm: isNamed(hours) || hours.shift !== 0 };
}

/** What leads to sleep lies before the night of the profile. */
function beforeBed(hours: Hours, bed: number): Hours {
  const to = Math.min(hours.to ?? bed, bed);
  return hours.to === null ? hours : { ...hours, from: to - 45, to };
}

/** The middle of the window, on the hour, as code looks for slots. */
function usualTime([from, to]: Range, minutes: number): Range {
  const middle = Math.ceil((from + Math.max(0, to - minutes - from) / 2) / 60 - 0.5) * 60;
  return [middle, middle + minutes];
}

type Range = [number, number];
interface PersonsDay {
  wake: number;
  bed: number;
  parts: (part: Part, side: Hours['side']) => Range;
}

function dayOf(profile: PlanningProfile, { kind, isFree }: Asked): PersonsDay {
  const work = profile.work_hours ?? OFFICE;
  const wake = minutesOf(profile.sleep_window.to);
  const asleep = minutesOf(profile.sleep_window.from);
  // A bedtime after midnight, or that of somebody who works at night: the evening ends with the day.
  const bed = asleep > wake ? asleep : DAY_MINUTES;
  const [workFrom, workTo] = [minutesOf(work.from), minutesOf(work.to)];
  const late = kind.exertion ? Math.max(bed - 90, 1200) : bed - 30;
  const isDayWork = !isFree && profile.work_hours !== null && workFrom > wake + 45 && workTo > workFrom;
  const home = workTo > workFrom && workTo < late - 60 ? workTo + 15 : 1050;
  const evening: Range = [Math.max(1080, Math.min(home + 15, 1170)), late];
  const inside: Record<Part, Range> = {
    early_morning: [wake + 15, 480],
    morning:
      isDayWork && workFrom <= 720
        ? [wake + 15, workFrom - 30]
        : [Math.max(wake + 30, isFree ? 510 : 360), 720],
    late_morning: [600, 720],
    lunch: [720, 810],
    afternoon: isDayWork && workTo <= 1050 ? [workTo + 15, 1110] : [780, 1080],
    late_afternoon: [960, 1110],
    evening,
    late_evening: [1230, bed],
    night: evening,
    waking: [wake + 15, wake + 90],
    breakfast: [wake + 30, wake + 90],
    work: [workFrom, workTo > workFrom ? workTo : DAY_MINUTES],
    school: [480, 840],
    dinner: [1080, 1170],
    bedtime: [bed - 90, bed - 15],
    daytime: [540, 1080],
  };
  return { wake, bed, parts: (part, side) => sideOf(part, side, inside[part], { wake, bed, late, home }) };
}

/** "After work" begins where it ends; "before" ends where it begins. */
function sideOf(
  part: Part,
  side: Hours['side'],
  [from, to]: Range,
  { wake, bed, late, home }: { wake: number; bed: number; late: number; home: number },
): Range {
  if (side === 'in') return [from, to];
  if (part === 'waking') return side === 'after' ? [from, to] : [wake - 60, wake];
  if (part === 'bedtime') return side === 'before' ? [from, to] : [bed - 15, bed];
  if (side === 'before') {
    if (part === 'work')
      return from > wake + 45 ? [wake + 15, from - 30] : [Math.max(0, from - 90), from - 30];
    if (part === 'dinner') return [Math.max(960, Math.min(home, 1080)), 1140];
    return [wake + 15, Math.max(wake + 30, from)];
  }
  if (part === 'work') return to > from && to < 1380 ? [to + 15, Math.max(late, to + 75)] : [1080, late];
  if (part === 'school') return [900, 1140];
  if (part === 'dinner') return [1170, bed - 15];
  return [to, Math.max(to + 60, Math.min(to + 180, bed - 15))];
}

function named({ at, from, to, part, side }: Hours, minutes: number, day: PersonsDay): Range | null {
  if (at !== null) return [at, at + minutes];
  const base = part === null ? null : day.parts(part, side);
  if (from !== null && to !== null) return from < to ? [from, to] : [from, DAY_MINUTES];
  const late = Math.min(day.bed - 15, from !== null && from > LATE - 60 ? DAY_MINUTES : LATE);
  if (from !== null) return [from, Math.max(base && base[1] > from ? base[1] : late, from + minutes)];
  if (to !== null) return [Math.min(base && base[0] < to ? base[0] : day.wake + 15, to - minutes), to];
  return base;
}

function usual({ hours, kind, minutes, isFree }: Asked, profile: PlanningProfile, day: PersonsDay): Range {
  const away = (part: Part): boolean => hours.notParts.includes(part);
  if (kind.when !== 'any' && !away(kind.when === 'waking' ? 'morning' : kind.when))
    return day.parts(kind.when, 'in');
  if ((isFree || kind.weekend) && !away('morning') && !away('afternoon'))
    return [Math.max(day.wake + 60, 570), Math.max(day.wake + 60, 570) + 390];
  const early = (): Range => day.parts('morning', 'in');
  const late = (): Range =>
    kind.exertion && profile.work_hours ? day.parts('work', 'after') : day.parts('evening', 'in');
  const order: [Part, () => Range][] =
    profile.chronotype === 'morning'
      ? [
          ['morning', early],
          ['evening', late],
        ]
      : [
          ['evening', late],
          ['morning', early],
        ];
  const held = order.find(([part, range]) => !away(part) && range()[1] - range()[0] >= Math.min(minutes, 60));
  return held?.[1]() ?? [780, 1080];
}
