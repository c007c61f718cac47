// Weekdays as sets: "Mon/Wed/Fri", "Tues & Thurs", "Mon-Thu", "school nights", "any day but Sunday".
import { DAYS, type Day } from '../kernel/week.ts';
import { weekendOf } from './calendar.ts';
import type { Found } from './classes.ts';
import type { DaysValue } from './facts.ts';
import { rule } from './patterns.ts';
import { onEach } from './rhythm-rules.ts';

const days = (of: Day[]): Found<DaysValue> => ({
  value: { kind: 'days', days: DAYS.filter((day) => of.includes(day)) },
});
const [WEEKDAYS, WEEKEND]: [Day[], Day[]] = [DAYS.slice(0, 5), DAYS.slice(5)];
const SCHOOL_NIGHTS: Day[] = ['SU', 'MO', 'TU', 'WE', 'TH'];

/** A run of days, over the weekend where it must: "Friday to Monday". */
function run(from: Day, to: Day): Day[] {
  const first = DAYS.indexOf(from);
  const count = ((DAYS.indexOf(to) - first + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => DAYS[(first + index) % 7]!);
}

export const WEEKDAY_RULES = [
  rule('weekday', 'weekdays|workdays', () => ({ days: WEEKDAYS, isEvery: true })),
  rule('weekday', 'weekday|workday', () => ({ days: WEEKDAYS, isEvery: true })),
  rule('weekday', '(working|work|week|school|business) -? day|days', () => ({
    days: WEEKDAYS,
    isEvery: true,
  })),
  rule('weekday', 'school|week|work nights|night|evenings', () => ({ days: SCHOOL_NIGHTS, isEvery: true })),
  rule('weekday', 'weekends|weekend', () => ({ days: WEEKEND, isEvery: true })),
  rule('weekday', 'm - f', () => ({ days: WEEKDAYS, isEvery: true })),
  rule('weekday', 'mwf', () => ({ days: ['MO', 'WE', 'FR'], isEvery: true })),
  rule('weekday', '<weekday> to|-|until|through <weekday>', (from, to) =>
    from.days.length === 1 && to.days.length === 1
      ? { days: run(from.days[0]!, to.days[0]!), isEvery: true }
      : null,
  ),
];

export const DAYS_RULES = [
  rule('days', '<weekday>+', (list) =>
    list.length === 1 && !list[0]!.isEvery ? null : days(list.flatMap((one) => one.days)),
  ),
  rule('days', 'the weekend', (here) => ({
    ...days(WEEKEND),
    alternatives: [weekendOf(0, here)],
    certainty: 'open',
  })),
  rule('days', 'from <weekday> to|-|until|through <weekday>', (from, to) =>
    from.days.length === 1 && to.days.length === 1 ? days(run(from.days[0]!, to.days[0]!)) : null,
  ),
  rule('days', 'all|both <weekday>', (weekday) => days(weekday.days)),
  rule('days', 'any|every day but|except|bar <weekday>+', (list) =>
    days(DAYS.filter((day) => !list.some((one) => one.days.includes(day)))),
  ),
  rule('rhythm', 'every|each|ev <weekday>+', (list) => {
    const of = DAYS.filter((day) => list.some((one) => one.days.includes(day)));
    return onEach(of);
  }),
  rule('rhythm', 'every single <weekday>', ({ days: of }) => onEach(of)),
];
