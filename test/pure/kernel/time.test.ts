// Wall-clock time against UTC, judged by Intl: skipped and doubled hours, odd zones, any host zone.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  clockSpan,
  daysBetween,
  endOfLocalDay,
  isValidZone,
  localDayOf,
  startOfLocalDay,
  timeOf,
  utcToWallClock,
  wallClockToUtc,
  weekdayOf,
} from '../../../src/kernel/time.ts';
import { clockTimes, days, readByIntl, seed, zones } from '../planning/planning-arbitraries.ts';

describe('zones', () => {
  it.each(['Europe/Berlin', 'UTC', 'Australia/Lord_Howe', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'knows %s',
    (zone) => expect(isValidZone(zone)).toBe(true),
  );
  it.each([
    '',
    '+02:00',
    '-03',
    'UTC+3',
    'Z',
    'local',
    'system',
    'Europe/Atlantis',
    'Europe/Berlin ',
    '../etc',
  ])('refuses %j', (zone) => expect(isValidZone(zone)).toBe(false));
});

describe('wall clock to UTC', () => {
  it.each([
    ['an ordinary morning', '2026-12-01', '07:00', 'Europe/Berlin', '2026-12-01T06:00Z', false],
    [
      'a skipped time: the next that exists',
      '2027-03-28',
      '02:30',
      'Europe/Berlin',
      '2027-03-28T01:00Z',
      true,
    ],
    ['a doubled time: the earlier', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30Z', false],
    ['half an hour of summer time', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:30Z', true],
    ['its doubled half hour', '2027-04-04', '01:45', 'Australia/Lord_Howe', '2027-04-03T14:45Z', false],
    ['a midnight that is skipped', '2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00Z', true],
    ['two hours of summer time', '2027-03-28', '01:30', 'Antarctica/Troll', '2027-03-28T01:00Z', true],
    ['a day that was skipped', '2011-12-30', '12:00', 'Pacific/Apia', '2011-12-30T10:00Z', true],
    ['fourteen hours ahead', '2026-12-01', '07:00', 'Pacific/Kiritimati', '2026-11-30T17:00Z', false],
    [
      'Ramadan begins: clocks go back',
      '2026-02-15',
      '02:30',
      'Africa/Casablanca',
      '2026-02-15T01:30Z',
      false,
    ],
    [
      'Ramadan is over: clocks go forward',
      '2026-03-22',
      '02:30',
      'Africa/Casablanca',
      '2026-03-22T02:00Z',
      true,
    ],
  ])('%s', (_, date, time, zone, utc, shifted) => {
    expect(wallClockToUtc(date, time, zone)).toEqual({ startsAt: new Date(utc), shifted });
  });

  it('gives the later of two readings on demand', () => {
    expect(wallClockToUtc('2026-10-25', '02:30', 'Europe/Berlin', 'last').startsAt).toEqual(
      new Date('2026-10-25T01:30Z'),
    );
  });

  it('is what Intl shows, the first such moment, and the first minute after a gap', () => {
    fc.assert(
      fc.property(zones, days, clockTimes, (zone, date, time) => {
        const { startsAt, shifted } = wallClockToUtc(date, time, zone);
        const wished = `${date} ${time}`;
        const shownAt = (minutes: number) => readByIntl(startsAt.getTime() + minutes * 60_000, zone);
        const isFirstAfterGap = shownAt(0) > wished && shownAt(-1) < wished;
        const isFirstOfThem =
          shownAt(0) === wished && [-180, -120, -60, -30].every((minutes) => shownAt(minutes) !== wished);
        expect(shifted ? isFirstAfterGap : isFirstOfThem).toBe(true);
        expect(`${localDayOf(startsAt, zone)} ${utcToWallClock(startsAt, zone).time}`).toBe(shownAt(0));
      }),
      { numRuns: 400, seed },
    );
  });
});

describe('local days', () => {
  it.each([
    ['Europe/Berlin', '2027-03-28', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['America/Santiago', '2026-09-06', 23],
    ['America/Havana', '2026-11-01', 25],
    ['Asia/Kathmandu', '2026-11-23', 24],
  ])('%s %s has %d hours', (zone, date, hours) => {
    const lengthMs = endOfLocalDay(date, zone).getTime() - startOfLocalDay(date, zone).getTime();
    expect(lengthMs / 3_600_000).toBe(hours);
  });

  it('counts and names days without a zone', () => {
    expect(addDays('2028-02-28', 2)).toBe('2028-03-01');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
    expect(daysBetween('2026-03-01', '2026-04-01')).toBe(31);
    expect(weekdayOf('2026-11-23')).toBe('MO');
    expect(weekdayOf('2026-11-29')).toBe('SU');
    expect(timeOf(9 * 60 + 5)).toBe('09:05');
  });
});

describe('ranges of the clock', () => {
  it('cross midnight, and last as long as the night really does', () => {
    const night = { from: '22:30', to: '06:30' };
    const hoursOf = (date: string) => {
      const span = clockSpan(date, night, 'Europe/Berlin')!;
      return (span.endMs - span.startMs) / 3_600_000;
    };
    expect([hoursOf('2026-10-24'), hoursOf('2026-11-23'), hoursOf('2027-03-27')]).toEqual([9, 8, 7]);
  });
  it('end at the later of two readings, and mean nothing when they end where they begin', () => {
    const span = clockSpan('2026-10-25', { from: '00:30', to: '02:30' }, 'Europe/Berlin');
    expect(new Date(span!.endMs)).toEqual(new Date('2026-10-25T01:30Z'));
    expect(clockSpan('2026-10-25', { from: '07:00', to: '07:00' }, 'Europe/Berlin')).toBeNull();
    expect(clockSpan('2027-03-28', { from: '02:10', to: '02:50' }, 'Europe/Berlin')).toBeNull();
  });
});

it('does not depend on the zone of the host', async () => {
  const script = `
    import { utcToWallClock, wallClockToUtc, weekdayOf, shortDate } from './src/kernel/time.ts';
    import { expandRule } from './src/planning/expand-rule.ts';
    const rule = { rrule: 'FREQ=WEEKLY;BYDAY=SU;COUNT=9', startDate: '2027-03-01', time: '02:30', zone: 'Europe/Berlin' };
    console.log(JSON.stringify([expandRule(rule), wallClockToUtc('2026-10-25', '02:30', 'Europe/Berlin'),
      utcToWallClock(0, 'Asia/Tokyo'), weekdayOf('2026-11-23'), shortDate('2026-11-23')]));`;
  const onHostIn = async (TZ: string) => {
    const run = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '-e', script],
      {
        cwd: new URL('../../..', import.meta.url),
        env: { ...process.env, TZ },
      },
    );
    return run.stdout;
  };
  const [utc, ...others] = await Promise.all(['UTC', 'America/Santiago', 'Pacific/Kiritimati'].map(onHostIn));
  expect(utc).toContain('2027-03-28T01:00:00.000Z');
  for (const other of others) expect(other).toBe(utc);
});
