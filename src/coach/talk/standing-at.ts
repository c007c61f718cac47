// Which tasks stand at the days and hours somebody names: "the 8am one", "Thursday's", "everything this afternoon".
import type { Fact, Part } from '../../english/facts.ts';
import { addDays, minutesOf, weekdayOf } from '../../kernel/time.ts';
import type { Day } from '../../kernel/week.ts';
import type { UpcomingTask } from './answer.ts';
import { factsOf } from './heard.ts';

/** From an hour to an hour, as people use the words of what is in their calendar. */
const HOURS: Partial<Record<Part, readonly [number, number]>> = {
  early_morning: [4, 9],
  morning: [4, 12],
  late_morning: [9, 12],
  lunch: [11, 15],
  afternoon: [12, 18],
  late_afternoon: [15, 19],
  evening: [17, 24],
  late_evening: [19, 24],
  night: [17, 24],
  daytime: [7, 18],
};
const ENDLESS = '9999-12-31';

/** The days that facts speak of: single ones, weekdays, and from a day to a day. */
export interface SpokenDays {
  days: string[];
  weekdays: Day[];
  from: string;
  to: string;
  /** `to` was said. */
  isEnded: boolean;
}

/** What a date may mean otherwise counts too: "Wednesday", said on a Wednesday. */
export function spokenDays(at: readonly Fact[]): SpokenDays {
  const spoken: SpokenDays = { days: [], weekdays: [], from: '', to: ENDLESS, isEnded: false };
  for (const { role, value, alternatives } of at) {
    if (value.kind === 'days') spoken.weekdays.push(...value.days);
    else if (value.kind === 'dates') {
      spoken.from = value.from ?? spoken.from;
      spoken.to = value.to ?? spoken.to;
    } else if (value.kind === 'part' && value.date !== null) spoken.days.push(value.date);
    else if (value.kind !== 'date') continue;
    else if (role === 'before') spoken.to = addDays(value.date, -1);
    else if (role === 'until' || role === 'by') spoken.to = value.date;
    else if (role === 'from' || role === 'after') spoken.from = value.date;
    else for (const one of [value, ...alternatives]) if (one.kind === 'date') spoken.days.push(one.date);
  }
  spoken.isEnded = spoken.to !== ENDLESS;
  return spoken;
}

/** Those of them that the facts leave; all of them where the facts say nothing of when. */
export function standingAt<T extends Pick<UpcomingTask, 'starts_local'>>(
  tasks: readonly T[],
  at: readonly Fact[],
): T[] {
  const { days, weekdays, from, to } = spokenDays(at);
  const times = factsOf(at, 'clock').flatMap(({ value, alternatives }) =>
    [value, ...alternatives].flatMap((one) => (one.kind === 'clock' ? [one.minute] : [])),
  );
  const hours = factsOf(at, 'part').flatMap(({ value }) => (HOURS[value.part] ? [HOURS[value.part]!] : []));
  const isAnyDay = days.length + weekdays.length === 0;
  return tasks.filter(({ starts_local: starts }) => {
    const [day, minute] = [starts.slice(0, 10), minutesOf(starts.slice(11, 16))];
    return (
      (isAnyDay || days.includes(day) || weekdays.includes(weekdayOf(day))) &&
      day >= from &&
      day <= to &&
      (times.length === 0 || times.includes(minute)) &&
      (hours.length === 0 || hours.some(([start, end]) => minute >= start * 60 && minute < end * 60))
    );
  });
}
