// What the person named of a goal, said back in one line: when, how long, how often, what not, and how much at most.
import type { Part } from '../english/facts.ts';
import { addDays, shortDate, timeOf } from '../kernel/time.ts';
import { listed, namesOf } from '../planning/plan-words.ts';
import type { Goal, Hours } from './goal.ts';

/** Empty where nothing was named. */
export function sayRead(goal: Goal): string {
  const said = [
    ...often(goal),
    ...clock(goal.hours, goal),
    ...length(goal),
    ...ends(goal),
    ...without(goal),
    ...limits(goal),
  ];
  return said.length === 0 ? '' : `I read: ${said.join('; ')}.`;
}

function often({ rhythm, days, perDay, groups, notDays, times: clocks }: Goal): string[] {
  const times =
    perDay > 1 && clocks.length === perDay
      ? [`at ${listed(clocks.map(timeOf))}`]
      : perDay === 2
        ? ['twice a day']
        : perDay > 2
          ? [`${perDay} times a day`]
          : [];
  if (groups.length > 0)
    return [
      ...times,
      ...groups.map(({ days, minutes, hours }) =>
        [listed(namesOf(days)), ...clock(hours, null), ...(minutes ? [`${minutes} min`] : [])].join(' '),
      ),
    ];
  const named = days.length > 0 ? [listed(namesOf(days))] : [];
  if (!rhythm) return [...times, ...named];
  const { count, per, interval, nth, monthDays } = rhythm;
  if (monthDays.length > 0) return [`on the ${listed(monthDays.map(nthOf))} of each month`];
  if (nth.length > 0) return [`on the ${listed(nth.map(nthOf))} ${named.join('')} of each month`];
  if (interval > 1)
    return [
      ...times,
      `every ${interval === 2 ? 'other' : interval} ${per}${interval > 2 ? 's' : ''}`,
      ...named,
    ];
  if (per === 'week' && count === 7 && perDay > 1) return times;
  if (per === 'week' && count === 7)
    return [notDays.length > 0 ? `every day but ${listed(namesOf(notDays))}` : 'every day'];
  if (per === 'week' && count === days.length) return [...times, ...named];
  return [...times, count === 1 ? `once a ${per}` : `${count} times a ${per}`, ...named];
}

const nthOf = (day: number): string =>
  day === -1
    ? 'last'
    : `${day}${/1\d$/.test(String(day)) ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')}`;

const PARTS: Partial<Record<Part, string>> = {
  early_morning: 'the early morning',
  late_morning: 'the late morning',
  late_afternoon: 'the late afternoon',
  late_evening: 'the late evening',
  night: 'the late evening',
  waking: 'getting up',
  bedtime: 'going to bed',
  daytime: 'the day',
};
const nameOf = (part: Part): string =>
  PARTS[part] ?? (/morning|afternoon|evening/.test(part) ? `the ${part}` : part);

function clock({ at, from, to, part, side, notParts }: Hours, goal: Goal | null): string[] {
  if (goal && goal.groups.length > 0) return [];
  const not = notParts.map((one) => `not in ${nameOf(one)}`);
  if (goal !== null && goal.perDay > 1) return not;
  if (at !== null) return [`at ${timeOf(at)}`, ...not];
  if (from !== null && to !== null) return [`between ${timeOf(from)} and ${timeOf(to)}`, ...not];
  if (from !== null) return [`not before ${timeOf(from)}`, ...not];
  if (to !== null) return [`over by ${timeOf(to)}`, ...not];
  if (part === null || (goal !== null && goal.perDay > 1)) return not;
  if (side !== 'in') return [`${side} ${nameOf(part)}`, ...not];
  return [
    /^(?:lunch|breakfast|dinner|work|school|waking|bedtime)$/.test(part)
      ? `at ${nameOf(part)}`
      : `in ${nameOf(part)}`,
    ...not,
  ];
}

const length = ({ minutes, weekMinutes, groups }: Goal): string[] => [
  ...(minutes !== null && groups.length === 0 ? [`${minutes} min each time`] : []),
  ...(weekMinutes !== null ? [`${weekMinutes} min a week`] : []),
];

const ends = ({ startOn, endsOn }: Goal): string[] => [
  ...(startOn === null ? [] : [`from ${shortDate(startOn)}`]),
  ...(endsOn === null ? [] : [`done by ${shortDate(endsOn)}`]),
];

function without({ notDays, datesOff, busy, rhythm }: Goal): string[] {
  const isSaid = rhythm?.per === 'week' && rhythm.count === 7;
  const [first, last] = [datesOff[0], datesOff.at(-1)];
  const isRange =
    first !== undefined &&
    last !== undefined &&
    datesOff.length > 2 &&
    addDays(first, datesOff.length - 1) === last;
  const dates = isRange
    ? `${shortDate(first)} to ${shortDate(last)}`
    : listed(datesOff.slice(0, 4).map(shortDate));
  return [
    ...(notDays.length === 0 || isSaid ? [] : [`not on ${listed(namesOf(notDays))}`]),
    ...(first === undefined ? [] : [`not on ${dates}`]),
    ...busy.map(
      ({ days, from, to }) =>
        `not on ${listed(namesOf(days))} ${timeOf(from)} to ${timeOf(Math.min(to, 1439))}`,
    ),
  ];
}

const limits = ({ cap, has }: Goal): string[] => [
  ...(cap === null ? [] : [`at most ${cap.said.replace(/^.*?(?=[\d$€£₹])| (?:tops|max)$/g, '')}`]),
  ...(has === null ? [] : [`you are at ${has} now`]),
];
