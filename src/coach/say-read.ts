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
  const halves = [goal.hours, ...goal.groups.map(({ hours }) => hours)].flatMap(tookHalf);
  return said.length === 0 ? '' : [`I read: ${said.join('; ')}.`, ...new Set(halves)].join(' ');
}

/** Morning or evening, where the words leave it open. */
function tookHalf({ at, from, to, other }: Hours): string[] {
  const time = at ?? from ?? to;
  return other === null || time === null ? [] : [`I took it as ${timeOf(time)}, not ${timeOf(other)}.`];
}

function often(goal: Goal): string[] {
  return [...howOften(goal), ...(goal.onDaysOff ? ['on your days off'] : [])];
}

function howOften({ rhythm, days, perDay, groups, notDays, times: clocks }: Goal): string[] {
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
      ...groups.map(({ days, minutes, hours, name, rhythm, from }) =>
        [
          ...(rhythm ? [`every ${rhythm.interval === 2 ? 'other' : rhythm.interval}`] : []),
          listed(namesOf(days)),
          ...clock(hours, null),
          ...(minutes ? [`${minutes} min`] : []),
          ...(name ? [name] : []),
          ...(from ? [`from ${shortDate(from)}`] : []),
        ].join(' '),
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
  night: 'the evening',
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
  return [
    ...(notDays.length === 0 || isSaid ? [] : [`not on ${listed(namesOf(notDays))}`]),
    ...(datesOff.length === 0 ? [] : [`not on ${listed(runsOf(datesOff))}`]),
    ...busy.map(
      ({ days, from, to }) =>
        `not on ${listed(namesOf(days))} ${timeOf(from)} to ${timeOf(Math.min(to, 1439))}`,
    ),
  ];
}

/** "Mon 21 Sept to Wed 30 Sept": days in a row are one of them. */
function runsOf(dates: readonly string[]): string[] {
  const firsts = dates.filter((date) => !dates.includes(addDays(date, -1)));
  const lasts = dates.filter((date) => !dates.includes(addDays(date, 1)));
  return firsts
    .slice(0, 4)
    .map((first, index) =>
      first === lasts[index] ? shortDate(first) : `${shortDate(first)} to ${shortDate(lasts[index]!)}`,
    );
}

const limits = ({ cap, has, amounts, phrase, kind }: Goal): string[] => [
  ...amounts
    .filter(({ said, per }) => per !== null && kind.counts !== 'abstain' && !phrase.includes(said))
    .map(({ said }) => said),
  ...(cap === null ? [] : [`at most ${cap.said.replace(/^.*?(?=[\d$€£₹])| (?:tops|max)$/g, '')}`]),
  ...(has === null ? [] : [`you are at ${has} now`]),
];
