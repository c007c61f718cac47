// Feast days and seasons: the next one of that name, with its sum.
import { addDays, weekdayOf } from '../kernel/time.ts';
import { DAYS, type Day } from '../kernel/week.ts';
import * as calendar from './calendar.ts';
import { date } from './calendar.ts';
import type { Found } from './classes.ts';
import type { DatesValue, DateValue } from './facts.ts';
import { FEASTS, type Feast } from './feasts.ts';
import type { Here } from './here.ts';
import { moonDays, tithiDay } from './moon-days.ts';
import { rule } from './patterns.ts';

/** Every day of that year that the sum gives; see `Feast`. */
function daysIn(year: number, sum: string): string[] {
  const words = sum.split(' ');
  const [kind = '', one = '', two = '', three = ''] = words;
  const shift = Number(/^[-+]\d+$/.exec(words.at(-1)!)?.[0] ?? 0);
  const of = (day: string | null): string[] => (day === null ? [] : [addDays(day, shift)]);
  if (kind === 'easter') return of(calendar.easterOf(year));
  if (kind === 'list') return words.slice(1).filter((day) => day.startsWith(`${year}`));
  if (kind === 'islam') return words.slice(1).flatMap((name) => moonDays('islamic-umalqura', year, name));
  if (kind === 'hebrew')
    return words.slice(1).flatMap((name) => moonDays('hebrew', year, name.replace('_', ' ')));
  if (kind === 'tithi') return of(tithiDay(year, one, Number(two), Number(three)));
  // The fourth Sunday before Christmas.
  if (kind === 'advent')
    return [addDays(`${year}-12-24`, -21 - ((DAYS.indexOf(weekdayOf(`${year}-12-24`)) + 1) % 7))];
  if (kind === 'pongal') return [`${year}-01-${year % 4 === 3 || year % 4 === 0 ? 15 : 14}`];
  if (/^\d\d-\d\d$/.test(kind)) return [`${year}-${kind}`];
  return of(calendar.nthWeekday(year, Number(two), one as Day, Number(kind)));
}

/** The next one, a running one included; as one day, or as all of its days. */
function next({ day, days = 1, in: elsewhere }: Feast, here: Here): Found<DateValue | DatesValue> | null {
  const sum = (here.country && elsewhere?.[here.country]) ?? day;
  const year = Number(here.today.slice(0, 4));
  const all = [year - 1, year, year + 1, year + 2].flatMap((one) => daysIn(one, sum)).toSorted();
  const from = all.find((one) => addDays(one, days - 1) >= here.today);
  if (from === undefined) return null;
  const isByMoon = /^(islam|tithi)/.test(sum);
  const isElsewhere = elsewhere !== undefined && here.country === null;
  return {
    value: days === 1 ? date(from) : calendar.dates(from, addDays(from, days - 1)),
    certainty: isByMoon || isElsewhere ? 'usual' : 'said',
  };
}

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

const around = (day: string, more: number, here: Here): Found<DatesValue> | null => {
  const made = next({ names: '', day, days: more + 1 }, here);
  return made?.value.kind === 'dates' ? { value: made.value, certainty: 'usual' } : null;
};

export const FEAST_RULES = [
  ...SEASONS.flatMap((name) => [
    rule('dates', `in|over|during the ${name} || this ${name} || ${name} !<thing>`, (...args) =>
      season(name, hereIn(args)),
    ),
    rule('dates', `next ${name}`, (...args) => season(name, hereIn(args), true)),
  ]),
  rule('dates', '~by|before|until fall || this fall || in|over|during the fall', (here) =>
    season('autumn', here),
  ),
  rule('dates', 'next fall', (here) => season('autumn', here, true)),
  ...FEASTS.map((feast) => rule('fact', feast.names, (...args) => next(feast, hereIn(args)))),
  // A feast that one is away "over" has days around it.
  rule('dates', 'over|during christmas', (here) => around('12-24', 2, here)),
  rule('dates', `over|during? the? christmas|festive|xmas holidays|break|period|vacation`, (here) =>
    around('12-24', 8, here),
  ),
  rule('dates', "over|during new years|year 's|'?", (here) => around('12-31', 1, here)),
  rule('dates', 'over|during easter !monday|sunday', (here) => around('easter -2', 3, here)),
  rule('date', 'the? next? bank|public holiday monday?', (here) => {
    const sums = BANK_HOLIDAYS.get(here.country ?? '');
    const year = Number(here.today.slice(0, 4));
    const all = (sums ?? []).flatMap((sum) => [year, year + 1].flatMap((one) => daysIn(one, sum)));
    const day = all.toSorted().find((one) => one >= here.today);
    return day ? { value: date(day), certainty: 'usual' } : null;
  }),
];

/** Where people speak of them by that name. */
const BANK_HOLIDAYS = new Map([
  ['gb', ['01-01', 'easter -2', 'easter +1', '1 MO 5', '-1 MO 5', '-1 MO 8', '12-25', '12-26']],
  [
    'ie',
    ['01-01', '1 MO 2', '03-17', 'easter +1', '1 MO 5', '1 MO 6', '1 MO 8', '-1 MO 10', '12-25', '12-26'],
  ],
]);
