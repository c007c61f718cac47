// Rules to occurrences: known answers, refusals, and another implementation's opinion over zones and clock changes.
import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, it } from 'vitest';
import { FluxError } from '../../../src/kernel/errors.ts';
import { expandRule, readRule } from '../../../src/planning/expand-rule.ts';
import { readByIntl, seed, zones } from './planning-arbitraries.ts';

const BERLIN = { startDate: '2026-11-23', time: '07:00', zone: 'Europe/Berlin' };
const datesOf = (input: Partial<Parameters<typeof expandRule>[0]> & { rrule: string }) =>
  expandRule({ ...BERLIN, ...input }).map(({ localDate }) => localDate);

describe('known answers', () => {
  it.each([
    ['FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=4', '2026-11-23', '2026-11-23 2026-11-25 2026-11-27 2026-11-30'],
    ['RRULE:FREQ=WEEKLY;COUNT=2', '2026-11-24', '2026-11-24 2026-12-01'],
    ['freq=daily;interval=3;count=3', '2026-12-30', '2026-12-30 2027-01-02 2027-01-05'],
    ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=4', '2027-12-01', '2027-12-31 2028-01-31 2028-02-29 2028-03-31'],
    ['FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', '2027-01-01', '2027-01-31 2027-03-31 2027-05-31'],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=2', '2027-01-01', '2028-02-29 2032-02-29'],
    [
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
      '2027-01-01',
      '2027-01-29 2027-02-26 2027-03-31',
    ],
    ['FREQ=MONTHLY;BYDAY=2SU;COUNT=2', '2026-12-01', '2026-12-13 2027-01-10'],
    ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2', '2026-12-01', '2027-08-13 2028-10-13'],
    [
      'FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU;COUNT=4',
      '2026-11-24',
      '2026-11-24 2026-12-06 2026-12-08 2026-12-20',
    ],
    ['FREQ=DAILY;UNTIL=20261124', '2026-11-23', '2026-11-23 2026-11-24'],
    ['FREQ=DAILY;UNTIL=20261124T060000Z', '2026-11-23', '2026-11-23 2026-11-24'],
    ['FREQ=DAILY;UNTIL=20261124T055959Z', '2026-11-23', '2026-11-23'],
    ['FREQ=DAILY;UNTIL=20261124T070000', '2026-11-23', '2026-11-23 2026-11-24'],
    ['FREQ=DAILY;UNTIL=20261122', '2026-11-23', ''],
  ])('%s from %s', (rrule, startDate, dates) => {
    expect(datesOf({ rrule, startDate }).join(' ')).toBe(dates);
  });

  it('takes a range with both its ends, counted from the start of the rule', () => {
    const rrule = 'FREQ=DAILY;INTERVAL=2';
    expect(datesOf({ rrule, from: '2026-11-26', to: '2026-11-29' })).toEqual(['2026-11-27', '2026-11-29']);
    expect(datesOf({ rrule: `${rrule};COUNT=3`, from: '2026-11-26', to: '2027-11-29' })).toEqual([
      '2026-11-27',
    ]);
    expect(datesOf({ rrule, to: '2026-11-01' })).toEqual([]);
  });

  it('keeps the wall-clock time over both changes of clocks', () => {
    const sundays = expandRule({
      rrule: 'FREQ=WEEKLY;BYDAY=SU',
      startDate: '2026-10-18',
      time: '02:30',
      zone: 'Europe/Berlin',
      to: '2027-04-04',
    });
    const on = (date: string) => sundays.find(({ localDate }) => localDate === date);
    expect(on('2026-10-18')?.startsAt).toEqual(new Date('2026-10-18T00:30Z'));
    expect(on('2026-10-25')?.startsAt).toEqual(new Date('2026-10-25T00:30Z'));
    expect(on('2026-11-01')?.startsAt).toEqual(new Date('2026-11-01T01:30Z'));
    expect(on('2027-03-28')).toEqual({
      date: '2027-03-28',
      localDate: '2027-03-28',
      localTime: '03:00',
      startsAt: new Date('2027-03-28T01:00Z'),
      shifted: true,
    });
    expect(sundays.filter(({ shifted }) => shifted)).toHaveLength(1);
  });
});

describe('refusals', () => {
  it.each([
    ['', 'not_rfc5545'],
    ['every Monday', 'not_rfc5545'],
    ['FREQ=FORTNIGHTLY;COUNT=2', 'not_rfc5545'],
    ['INTERVAL=2;COUNT=2', 'not_rfc5545'],
    ['FREQ=DAILY;INTERVAL=0;COUNT=2', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=0', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=-1', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2;UNTIL=20270101', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2;COUNT=3', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2;X-FOO=1', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2;DTSTART=20261123', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2;', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2=3', 'not_rfc5545'],
    ['FREQ=WEEKLY;BYDAY=XX;COUNT=2', 'not_rfc5545'],
    ['FREQ=WEEKLY;BYDAY=1MO;COUNT=2', 'not_rfc5545'],
    ['FREQ=WEEKLY;BYDAY=MO,,TU;COUNT=2', 'not_rfc5545'],
    ['FREQ=WEEKLY;BYMONTHDAY=3;COUNT=2', 'not_rfc5545'],
    ['FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2', 'not_rfc5545'],
    ['FREQ=MONTHLY;BYWEEKNO=3;COUNT=2', 'not_rfc5545'],
    ['FREQ=MONTHLY;BYYEARDAY=3;COUNT=2', 'not_rfc5545'],
    ['FREQ=YEARLY;BYSETPOS=1;COUNT=2', 'not_rfc5545'],
    ['FREQ=DAILY;UNTIL=20270231', 'not_rfc5545'],
    ['FREQ=DAILY;UNTIL=tomorrow', 'not_rfc5545'],
    ['FREQ=DAILY;COUNT=2\nRRULE:FREQ=DAILY', 'not_rfc5545'],
    [`FREQ=WEEKLY;COUNT=2;BYDAY=${'MO,'.repeat(300)}MO`, 'not_rfc5545'],
    ['FREQ=HOURLY;COUNT=2', 'too_often'],
    ['FREQ=SECONDLY;UNTIL=20270101', 'too_often'],
    ['FREQ=DAILY;BYHOUR=8,20;COUNT=2', 'too_often'],
    ['FREQ=DAILY', 'endless'],
    ['FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1', 'endless'],
    ['FREQ=YEARLY;INTERVAL=9999;COUNT=3', 'endless'],
    ['FREQ=DAILY;COUNT=1001', 'too_many'],
    ['FREQ=DAILY;UNTIL=99991231', 'too_many'],
  ])('%s: %s', (rrule, reason) => {
    const refusal = outcomeOf(() => expandRule({ ...BERLIN, rrule }));
    expect(refusal).toBeInstanceOf(FluxError);
    expect(refusal).toMatchObject({ code: 'RULE_INVALID', fields: { reason } });
  });

  it('searches no further than the range for what can never be', () => {
    const rrule = 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30';
    expect(expandRule({ ...BERLIN, rrule, to: '2027-11-23' })).toEqual([]);
  });

  it('reads or refuses any text, and never fails otherwise', () => {
    const words = [
      'FREQ=',
      'DAILY',
      'WEEKLY',
      ';',
      'BYDAY=',
      'MO',
      ',',
      '-1',
      'COUNT=',
      '5',
      '=',
      'UNTIL=',
      '\n',
    ];
    const sentences = fc.array(fc.constantFrom(...words)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(fc.string(), sentences), (text) => {
        const outcome = outcomeOf(() => readRule(text).FREQ);
        expect(outcome instanceof FluxError ? outcome.code : outcome).toMatch(
          /^(DAILY|WEEKLY|RULE_INVALID)$/,
        );
      }),
      { numRuns: 500, seed },
    );
  });
});

it('agrees with rrule-temporal in every zone, over 24 months', { timeout: 120_000 }, () => {
  const startDates = fc
    .integer({ min: 0, max: 1000 })
    .map((day) => isoDay(Date.parse('2025-01-01') + day * 86_400_000));
  const times = fc.oneof(
    fc.constantFrom('00:00', '00:30', '01:30', '01:59', '02:00', '02:15', '02:30', '03:00', '23:30'),
    fc.constantFrom('06:30', '12:00', '18:45'),
  );
  const weekdays = fc.uniqueArray(fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'), {
    minLength: 1,
  });
  const interval = fc.integer({ min: 1, max: 5 });
  const rules = fc.oneof(
    interval.map((n) => `FREQ=DAILY;INTERVAL=${n}`),
    fc
      .tuple(interval, weekdays, fc.constantFrom('MO', 'SU', 'WE'))
      .map(([n, days, start]) => `FREQ=WEEKLY;INTERVAL=${n};WKST=${start};BYDAY=${days.join(',')}`),
    fc
      .tuple(interval, fc.constantFrom(1, 15, 29, 30, 31, -1, -2))
      .map(([n, day]) => `FREQ=MONTHLY;INTERVAL=${n};BYMONTHDAY=${day}`),
    fc.constantFrom(1, 2, 4, -1).map((n) => `FREQ=MONTHLY;BYDAY=${n}SU`),
    fc
      .tuple(weekdays, fc.constantFrom(1, 2, -1))
      .map(([days, n]) => `FREQ=MONTHLY;BYDAY=${days.join(',')};BYSETPOS=${n}`),
    fc.constant('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'),
    fc.constantFrom(3, 10).map((month) => `FREQ=YEARLY;BYMONTH=${month};BYDAY=-1SU`),
  );
  let shiftedSeen = 0;
  fc.assert(
    fc.property(rules, startDates, times, zones, (rrule, startDate, time, zone) => {
      const to = isoDay(Date.parse(startDate) + 730 * 86_400_000);
      const ours = expandRule({ rrule, startDate, time, zone, to });
      const theirs = new RRuleTemporal({
        rruleString: `DTSTART;TZID=${zone}:${basic(startDate, time)}\nRRULE:${rrule}`,
      });
      const expected = theirs.between(
        new Date(Date.parse(startDate) - 86_400_000),
        new Date(Date.parse(to) + 3 * 86_400_000),
        true,
      );
      while (expected.length > 0 && expected.at(-1)!.toPlainDate().toString() > to) expected.pop();
      // The other one leaves out what a clock never shows, as the RFC says, where we take the end of the gap.
      const shown = ours.filter(({ shifted }) => !shifted);
      expect(shown.map(({ startsAt }) => startsAt.getTime())).toEqual(
        expected.map((found) => found.epochMilliseconds),
      );
      for (const { startsAt, localDate } of shown) {
        expect(readByIntl(startsAt.getTime(), zone)).toBe(`${localDate} ${time}`);
      }
      shiftedSeen += ours.length - shown.length;
    }),
    { numRuns: 150, seed },
  );
  expect(shiftedSeen).toBeGreaterThan(0);
});

function outcomeOf(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
}

const isoDay = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);
const basic = (date: string, time: string): string =>
  `${date.replaceAll('-', '')}T${time.replace(':', '')}00`;
