// Days by their names and by how far they lie ahead: "Friday week", "a fortnight today", "next Tuesday".
import { addDays } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import * as calendar from './calendar.ts';
import { date } from './calendar.ts';
import type { Classes, Found } from './classes.ts';
import type { DateValue, SpanValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

type Weekday = Classes['weekday'];

const found = (day: string): Found<DateValue> => ({ value: date(day) });
const relative = (days: number) => (here: Here) => found(addDays(here.today, days));
const onlyDay = ({ days, isEvery }: Weekday): Day | null => (days.length === 1 && !isEvery ? days[0]! : null);

const ahead = ({ value }: Found<SpanValue>, from: string): Found<DateValue> | null =>
  value.least === value.most ? found(calendar.addUnits(from, value.least, value.unit)) : null;

export const DAY_RULES = [
  rule('date', 'today', relative(0)),
  rule('date', 'tomorrow', relative(1)),
  rule('date', 'from now on', (here) => ({ ...found(here.today), role: 'from' })),
  rule('date', 'yesterday', relative(-1)),
  rule('date', 'the? day after tomorrow', relative(2)),
  rule('date', 'overmorrow', relative(2)),
  rule('date', 'the? day before yesterday', relative(-2)),
  rule('date', 'today week', relative(7)),
  rule('date', 'tomorrow week', relative(8)),
  rule('date', '<span> today', (span, here) => ahead(span, here.today)),
  rule('date', '<span> tomorrow', (span, here) => ahead(span, addDays(here.today, 1))),
  rule('date', '<span> from today|now', (span, here) => ahead(span, here.today)),
  rule('date', '<span> from tomorrow', (span, here) => ahead(span, addDays(here.today, 1))),
  rule('date', '<weekday>', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && calendar.weekdayDate(day, here);
  }),
  rule('date', '<weekday> week', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && found(addDays(calendar.nextDay(day, here.today), 7));
  }),
  rule('date', '<weekday> fortnight', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && found(addDays(calendar.nextDay(day, here.today), 14));
  }),
  rule('date', 'a week on|from? <weekday>', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && found(addDays(calendar.nextDay(day, here.today), 7));
  }),
  rule('date', '<span> on|from <weekday>', (span, weekday, here) => {
    const day = onlyDay(weekday);
    return day && ahead(span, calendar.nextDay(day, here.today));
  }),
  rule('date', '(next|this|coming|last|following) <weekday>', named),
  rule('date', 'this coming <weekday>', (weekday, here) => named('coming', weekday, here)),
  rule('date', 'the? <weekday> after next', (weekday, here) => {
    const day = onlyDay(weekday);
    return day && { ...found(addDays(calendar.nextDay(day, here.today), 7)), certainty: 'open' };
  }),
  rule('date', 'in <int> <weekday>', (n, weekday, here) =>
    weekday.days.length === 1 && n.least === n.most
      ? found(addDays(calendar.nextDay(weekday.days[0]!, here.today), 7 * (n.least - 1)))
      : null,
  ),
  rule('date', '<weekday> next', (weekday, here) => named('next', weekday, here)),
  rule('date', '<weekday> (next|this) week', (weekday, which, here) => {
    const day = onlyDay(weekday);
    const weeks = which === 'next' ? 7 : 0;
    return day && found(addDays(calendar.mondayOf(here.today), weeks + DAYS.indexOf(day)));
  }),
  rule('date', '(next|this) week on? <weekday>', (which, weekday, here) => {
    const day = onlyDay(weekday);
    return (
      day && found(addDays(calendar.mondayOf(here.today), (which === 'next' ? 7 : 0) + DAYS.indexOf(day)))
    );
  }),
];

function named(which: string, weekday: Weekday, here: Here): Found<DateValue> | null {
  const day = onlyDay(weekday);
  if (day === null) return null;
  const coming = calendar.nextDay(day, here.today);
  if (which === 'next' || which === 'following') return calendar.nextNamed(day, here);
  if (which === 'last') return found(addDays(coming, -7));
  return found(coming);
}
