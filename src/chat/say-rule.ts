// How often a task recurs, as one says it to a person.
import { DAY_NAMES, DAYS } from '../kernel/week.ts';

const UNITS = new Map(Object.entries({ DAILY: 'day', WEEKLY: 'week', MONTHLY: 'month', YEARLY: 'year' }));

/** "every Monday and Friday until 2027-01-31, not on 2026-12-25". */
export function sayRule({ rrule, exdates }: { rrule: string; exdates: readonly string[] }): string {
  const parts = new Map(
    rrule.split(';').map((part): [string, string] => {
      const [name = '', value = ''] = part.split('=');
      return [name, value];
    }),
  );
  const every = Number(parts.get('INTERVAL') ?? 1);
  const unit = UNITS.get(parts.get('FREQ') ?? '') ?? 'time';
  const rhythm =
    every === 1 ? `every ${unit}` : every === 2 ? `every other ${unit}` : `every ${every} ${unit}s`;
  const days = listed((parts.get('BYDAY')?.split(',') ?? []).map(dayOf));
  const dates = listed(
    (parts.get('BYMONTHDAY')?.split(',') ?? []).map((day) =>
      day === '-1' ? 'last day' : ordinal(Number(day)),
    ),
  );
  const base =
    days !== '' && unit === 'week' && every === 1
      ? `every ${days}`
      : days === ''
        ? rhythm
        : `${rhythm} on ${days}`;
  const onDates = dates === '' ? '' : ` on the ${dates}`;
  const until = parts
    .get('UNTIL')
    ?.slice(0, 8)
    .replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3');
  const count = parts.get('COUNT');
  const end = until ? ` until ${until}` : count ? `, ${count} times` : '';
  return `${base}${onDates}${end}${exdates.length > 0 ? `, not on ${listed(exdates)}` : ''}`;
}

function dayOf(day: string): string {
  const known = DAYS.find((one) => day.endsWith(one));
  const name = known ? DAY_NAMES[known] : day;
  const nth = Number.parseInt(day, 10);
  return Number.isNaN(nth) ? name : `the ${nth === -1 ? 'last' : ordinal(nth)} ${name}`;
}

const ordinal = (n: number): string => {
  const ending = n % 100 > 10 && n % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
};

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
