// Rules with dates left out, beside them and moved, held against another implementation, over zones and clock changes.
// `RULES_TRIED=100000 npx vitest run test/pure/planning/recurrence.test.ts` tries as many as the promise names.
import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { expect, it } from 'vitest';
import { addDays, wallClockToUtc } from '../../../src/kernel/time.ts';
import { nextOccurrence, occurrencesOf } from '../../../src/planning/recurrence.ts';
import { seed, zones } from './planning-arbitraries.ts';

const TRIED = Number(process.env['RULES_TRIED'] ?? 250);
const DAYS = 400;

const startDates = fc.integer({ min: 0, max: 1400 }).map((days) => addDays('2025-01-01', days));
const times = fc.constantFrom(
  '00:00',
  '00:30',
  '01:30',
  '02:00',
  '02:30',
  '03:00',
  '06:30',
  '12:00',
  '23:30',
);
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const weekdays = fc.uniqueArray(weekday, { minLength: 1 });
const interval = fc.integer({ min: 1, max: 6 });
const ends = fc.oneof(
  fc.constant(''),
  fc.integer({ min: 1, max: 60 }).map((count) => `;COUNT=${count}`),
  fc.integer({ min: 0, max: 500 }).map((days) => `;UNTIL=${basicDate(addDays('2025-06-01', days))}T235959Z`),
);
const bodies = fc.oneof(
  interval.map((n) => `FREQ=DAILY;INTERVAL=${n}`),
  fc
    .tuple(interval, weekdays, weekday)
    .map(([n, days, start]) => `FREQ=WEEKLY;INTERVAL=${n};WKST=${start};BYDAY=${days.join(',')}`),
  fc.tuple(interval, weekdays).map(([n, days]) => `FREQ=DAILY;INTERVAL=${n};BYDAY=${days.join(',')}`),
  fc
    .tuple(interval, fc.constantFrom(1, 15, 28, 29, 30, 31, -1, -2))
    .map(([n, day]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${day}`),
  fc
    .tuple(fc.constantFrom(1, 2, 4, 5, -1), weekday, interval)
    .map(([nth, day, n]) => `FREQ=MONTHLY;INTERVAL=${n};BYDAY=${nth}${day}`),
  fc
    .tuple(weekdays, fc.constantFrom(1, 2, -1))
    .map(([days, n]) => `FREQ=MONTHLY;BYDAY=${days.join(',')};BYSETPOS=${n}`),
  fc.integer({ min: 1, max: 12 }).map((month) => `FREQ=YEARLY;BYMONTH=${month};BYMONTHDAY=29`),
  fc
    .tuple(fc.integer({ min: 1, max: 12 }), weekday)
    .map(([month, day]) => `FREQ=YEARLY;BYMONTH=${month};BYDAY=-1${day}`),
);
/** Days from the start: which dates are left out, beside the rule, and moved by so many days. */
const offsets = fc.uniqueArray(fc.integer({ min: 0, max: DAYS - 1 }), { maxLength: 8 });
const picks = fc.array(fc.nat({ max: 60 }), { maxLength: 4 });

it('are what rrule-temporal makes of them', { timeout: 14_400_000 }, () => {
  const seen = { occurrences: 0, leftOut: 0, beside: 0, moved: 0 };
  fc.assert(
    fc.property(
      fc.record({ body: bodies, end: ends, startDate: startDates, time: times, zone: zones }),
      fc.record({ left: picks, beside: offsets, moved: picks }),
      ({ body, end, startDate, time: asked, zone }, { left, beside, moved }) => {
        const rrule = body + end;
        // What a clock never shows is put on by us, and left out by the RFC: where that changes what is counted after it,
        // a time is tried that no clock skips.
        const isCounted = /COUNT|BYSETPOS/.test(rrule) || wallClockToUtc(startDate, asked, zone).shifted;
        const time = isCounted ? '12:00' : asked;
        const to = addDays(startDate, DAYS);
        const plain = { rrule, startDate, time, zone, exdates: [], rdates: [] };
        const ruled = occurrencesOf(plain, { from: startDate, to });
        const dateAt = (index: number) => ruled[index]?.date ?? addDays(startDate, index);
        const isThere = (date: string) => !wallClockToUtc(date, time, zone).shifted;
        const exdates = left.map(dateAt).filter(isThere);
        const rdates = beside.map((days) => addDays(startDate, days)).filter(isThere);

        const ours = occurrencesOf({ ...plain, exdates, rdates }, { from: startDate, to }).filter(
          ({ shifted }) => !shifted,
        );
        seen.leftOut += exdates.length;
        seen.beside += rdates.length;
        // One that is moved is a date left out and another moment beside the rule.
        const movedOnes = moved.flatMap((index) => (ours[index] ? [ours[index].date] : []));
        seen.moved += movedOnes.length;
        seen.occurrences += ours.length;
        const target = (date: string) => wallClockToUtc(addDays(date, 1), '13:15', zone).startsAt;
        const standing = ours.map(({ date, startsAt }) =>
          movedOnes.includes(date) ? target(date) : startsAt,
        );

        const dates = (name: string, all: string) => (all === '' ? [] : [`${name};TZID=${zone}:${all}`]);
        const besides = [
          local(
            rdates.filter((date) => !exdates.includes(date) && !movedOnes.includes(date)),
            time,
          ),
          local(
            movedOnes.map((date) => addDays(date, 1)),
            '13:15',
          ),
        ].filter((list) => list !== '');
        const theirs = new RRuleTemporal({
          rruleString: [
            `DTSTART;TZID=${zone}:${local([startDate], time)}`,
            `RRULE:${rrule}`,
            ...dates('EXDATE', local([...exdates, ...movedOnes], time)),
            ...dates('RDATE', besides.join(',')),
          ].join('\n'),
        }).between(
          new Date(Date.parse(startDate) - 2 * 86_400_000),
          new Date(Date.parse(to) + 4 * 86_400_000),
          true,
        );
        const last = new Set(movedOnes.map((date) => target(date).getTime()));
        const expected = theirs
          .filter((one) => one.toPlainDate().toString() <= to || last.has(one.epochMilliseconds))
          .map((one) => one.epochMilliseconds);
        expect(spell(standing.map((at) => at.getTime()))).toEqual(spell(expected));
      },
    ),
    { numRuns: TRIED, seed },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(TRIED / 2);
});

it('finds the next one, however rare, and none where there is none', () => {
  const rule = { startDate: '2026-11-23', time: '07:00', zone: 'UTC', exdates: [], rdates: [] };
  const next = (rrule: string, from = '2026-11-23') => nextOccurrence({ ...rule, rrule }, from)?.date ?? null;
  expect(next('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')).toBe('2028-02-29');
  expect(next('FREQ=DAILY;COUNT=3', '2026-11-26')).toBe(null);
  expect(next('FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30')).toBe(null);
  expect(next('FREQ=YEARLY;INTERVAL=9999', '2026-11-24')).toBe(null);
  expect(next('FREQ=DAILY;UNTIL=99991231', '2100-12-31')).toBe('2100-12-31');
});

function basicDate(date: string): string {
  return date.replaceAll('-', '');
}

const local = (dates: string[], clock: string): string =>
  dates.map((date) => `${basicDate(date)}T${clock.replace(':', '')}00`).join(',');
const spell = (all: number[]): number[] => [...new Set(all)].toSorted((a, b) => a - b);
