// Feast days by the names that most people know, with their sums; others stay unread, as countries differ.
import { addDays } from '../kernel/time.ts';
import * as calendar from './calendar.ts';
import { date } from './calendar.ts';
import type { Found } from './classes.ts';
import type { DatesValue, DateValue } from './facts.ts';
import type { Here } from './here.ts';
import { rule } from './patterns.ts';

/** The next day that the sum gives, today included. */
function next(of: (year: number) => string | null, here: Here): Found<DateValue> | null {
  const year = Number(here.today.slice(0, 4));
  const day = [of(year), of(year + 1)].find((one) => one !== null && one >= here.today);
  return day ? { value: date(day) } : null;
}
const fixed = (monthDay: string) => (here: Here) => next((year) => `${year}-${monthDay}`, here);
const easter = (days: number) => (here: Here) => next((year) => addDays(calendar.easterOf(year), days), here);

/** The place of the talk, which stands behind everything that a pattern hands over. */
const hereIn = (args: readonly unknown[]): Here => args.at(-1) as Here;

const SEASONS = ['spring', 'summer', 'autumn', 'winter'] as const;

const endOf = (from: string): string => addDays(calendar.addUnits(from, 3, 'month'), -1);

/** Three months from March, June, September or December on; half a year later in the south. */
function season(name: (typeof SEASONS)[number], here: Here, isNext = false): Found<DatesValue> {
  const month = ((2 + 3 * SEASONS.indexOf(name) + (here.isSouthern ? 6 : 0)) % 12) + 1;
  const year = Number(here.today.slice(0, 4));
  const starts = [year - 1, year, year + 1, year + 2].map((of) => calendar.dayOf(of, month, 1)!);
  const start = starts.find((from) => (isNext ? from > here.today : endOf(from) >= here.today))!;
  return { value: calendar.dates(start, endOf(start)), certainty: 'usual' };
}

export const FEAST_RULES = [
  ...SEASONS.flatMap((name) => [
    rule('dates', `in|over|during the ${name} || this ${name} || ${name} !<thing>`, (...args) =>
      season(name, hereIn(args)),
    ),
    rule('dates', `next ${name}`, (...args) => season(name, hereIn(args), true)),
  ]),
  rule('date', 'christmas', fixed('12-25')),
  rule('date', 'christmas day', fixed('12-25')),
  rule('date', 'christmas evening|eve', fixed('12-24')),
  rule('date', 'boxing day', fixed('12-26')),
  rule('date', "new year|years|year's 's|'? evening|eve", fixed('12-31')),
  rule('date', "new year|years|year's 's|'? day", fixed('01-01')),
  rule('date', "new year|years 's|' !<thing>", fixed('01-01')),
  rule('date', "the? new year !<thing> !'s|'", fixed('01-01')),
  rule('date', "april fools|fool 's|'? day", fixed('04-01')),
  rule('date', 'hogmanay', fixed('12-31')),
  rule('date', 'halloween', fixed('10-31')),
  rule('date', "valentine|valentines 's|'? day", fixed('02-14')),
  rule('date', "st|saint patrick|patricks|paddy|paddys 's|'? day", fixed('03-17')),
  rule('date', 'bonfire|guy night|fawkes', fixed('11-05')),
  rule('date', 'easter', easter(0)),
  rule('date', 'easter sunday|day', easter(0)),
  rule('date', 'easter monday', easter(1)),
  rule('date', 'good friday', easter(-2)),
  rule('date', 'ash wednesday', easter(-46)),
  rule('date', 'pancake|shrove day|tuesday', easter(-47)),
  rule('date', 'thanksgiving', (here) => {
    if (here.feasts === 'other') return null;
    const [month, day, nth] = here.feasts === 'us' ? ([11, 'TH', 4] as const) : ([10, 'MO', 2] as const);
    return next((year) => calendar.nthWeekday(year, month, day, nth), here);
  }),
];
