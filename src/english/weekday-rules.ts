// Weekdays as sets: "Mon/Wed/Fri", "Tues & Thurs", "Mon-Thu", "school nights", "any day but Sunday".
import { DAYS, type Day } from '../kernel/week.ts';
import { weekendOf } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import type { DaysValue } from './facts.ts';
import { rule } from './patterns.ts';
import { daysOf, onEach } from './rhythm-rules.ts';

type Weekday = Classes['weekday'];

const days = (of: Day[]): Found<DaysValue> => ({ value: { kind: 'days', days: of } });
const all = (of: readonly Day[]) => (): Weekday => ({ days: [...of], isEvery: true });

/** A run of days, over the weekend where it must: "Friday to Monday". */
function run({ days: [from, ...more] }: Weekday, { days: [to, ...others] }: Weekday): Weekday | null {
  if (more.length + others.length > 0) return null;
  const first = DAYS.indexOf(from!);
  const count = ((DAYS.indexOf(to!) - first + 7) % 7) + 1;
  return { days: Array.from({ length: count }, (_, index) => DAYS[(first + index) % 7]!), isEvery: true };
}

const NIGHTS = 'nights|night|evenings|evening';
const SCHOOL_NIGHTS: Day[] = ['MO', 'TU', 'WE', 'TH', 'SU'];

export const WEEKDAY_RULES = [
  rule('weekday', 'weekdays|weekday|workdays|workday || m - f', all(DAYS.slice(0, 5))),
  rule('weekday', 'working|work|week|school|business -? day|days', all(DAYS.slice(0, 5))),
  rule('weekday', `school =${NIGHTS} || ~on|my work =${NIGHTS}`, all(SCHOOL_NIGHTS)),
  rule('weekday', `week =${NIGHTS}`, all(DAYS.slice(0, 5))),
  rule('weekday', 'weekends|weekend', all(DAYS.slice(5))),
  rule('weekday', 'mwf || m / with / f', all(['MO', 'WE', 'FR'])),
  rule('weekday', 't|tu / th|thu', all(['TU', 'TH'])),
  rule('weekday', '<weekday> to|-|until|through <weekday>', run),
];

export const DAYS_RULES = [
  // Days, and a part of each: "school nights at 9".
  rule('fact', `(school|week) ; ${NIGHTS} || ~on|my (work) ; ${NIGHTS}`, (word) => [
    days(word === 'week' ? DAYS.slice(0, 5) : SCHOOL_NIGHTS),
    { value: { kind: 'part', part: 'evening', date: null } },
  ]),
  rule('days', '<weekday>+', (list) => (list.length === 1 && !list[0]!.isEvery ? null : days(daysOf(list)))),
  rule('days', '<weekday> =mornings|afternoons|evenings|nights|lunchtimes', (weekday) => days(weekday.days)),
  rule('days', 'the weekend', (here) => ({
    ...days(DAYS.slice(5)),
    alternatives: [weekendOf(0, here)],
    certainty: 'open',
  })),
  rule('days', 'from <weekday> to|-|until|through <weekday>', (from, to) => {
    const weekday = run(from, to);
    return weekday && days(daysOf([weekday]));
  }),
  rule('days', 'all|both the? <weekday>', (weekday) => days(weekday.days)),
  rule(
    'days',
    'any|every|each day but|except|bar <weekday>+ || all week but|except|bar <weekday>+ || every day apart|aside from <weekday>+',
    (list) => days(DAYS.filter((day) => !daysOf(list).includes(day))),
  ),
  rule('rhythm', 'every|each single? <weekday>+', (list) => onEach(daysOf(list))),
];
