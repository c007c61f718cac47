// A day has 24 hours: times and stretches that touch midnight are read as they were said, and sessions agree with headlines.
import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readEnglish } from '../../../src/english/read-english.ts';
import { minutesOf, timeOf } from '../../../src/kernel/time.ts';
import { planByCoach } from '../planning/plan-by-coach.ts';
import { clockTimes, seed, type Situation } from '../planning/planning-arbitraries.ts';

const factsOf = (text: string) => readEnglish(text, { now: '2026-11-30T10:00', zone: 'Europe/Berlin' }).facts;
/** From and to, in minutes since midnight. */
const read = (text: string) =>
  factsOf(text).map(({ value }) => (value.kind === 'clock_range' ? [value.from, value.to] : null));

describe('a stretch of time', () => {
  test.each([
    ['between 22:00 and 00:00', 22, 24],
    ['between 10 pm and 12 am', 22, 24],
    ['from 23:00 to 24:00', 23, 24],
    ['between 11 pm and 1 am', 23, 25],
    ['between 22:00 and 06:00', 22, 30],
    ['between 10 pm and 2', 22, 26],
    ['from 8 to 12 am', 20, 24],
    ['from 00:00 to 02:00', 0, 2],
    ['from 9 to 5', 9, 17],
    ['from 11 to 1 pm', 11, 13],
    ['from 4 to 6', 16, 18],
    ['from 7 to 8', 7, 8],
    ['from 9 am to 5', 9, 17],
  ])('%s', (text, from, to) => {
    expect(read(text)).toEqual([[from * 60, to * 60]]);
  });
  test('until midnight is the end of the day, not its beginning', () =>
    expect(factsOf('until 12 am')).toMatchObject([
      { role: 'until', value: { kind: 'clock', minute: 1440 } },
    ]));

  it('said to the minute by 24 hours is what was said', () => {
    // What begins with 10, 11 or 12 may be meant by twelve hours.
    const plain = clockTimes.filter((time) => !/^1[0-2]/.test(time));
    fc.assert(
      fc.property(plain, plain, (first, last) => {
        fc.pre(first !== last);
        const [[from = 0, to = 0] = []] = read(`from ${first} to ${last}`) as number[][];
        expect([timeOf(from), timeOf(to)]).toEqual([first, last]);
        expect(to - from).toBeGreaterThan(0);
        expect(to - from).toBeLessThanOrEqual(1440);
      }),
      { seed, numRuns: 500 },
    );
  });
});

describe('a plan near midnight', () => {
  const owl: Situation = {
    zone: 'Europe/Berlin',
    startOn: '2027-02-22',
    weeks: 6,
    nowMs: Date.parse('2027-02-20T12:00Z'),
    profile: {
      chronotype: 'evening',
      sleep_window: { from: '03:00', to: '11:00' },
      work_hours: null,
      session_minutes: null,
      tone: 'gentle',
    },
    busy: [],
    avoidSlots: [],
  };
  const quarters = fc.integer({ min: 22 * 12, max: 24 * 12 - 1 }).map((fifths) => timeOf(fifths * 5));

  it('is at the time that was said where the session ends by midnight, else as late as can be', async () => {
    const ask = fc.asyncProperty(
      quarters,
      fc.constantFrom(5, 10, 15, 30, 45),
      fc.constantFrom('every day', 'on Fridays'),
      async (time, minutes, days) => {
        const { plan } = await planByCoach(`Meditate ${days} at ${time} for ${minutes} minutes`, owl);
        const at = timeOf(Math.min(minutesOf(time), 1440 - minutes));
        for (const task of plan.tasks) {
          expect(task.time).toBe(at);
          for (const { local_time } of task.occurrences) expect(local_time).toBe(at);
        }
        expect(plan.tasks.length).toBeGreaterThan(0);
        expect(plan.conflicts).toEqual([]);
        expect(/over by midnight/.test(plan.summary)).toBe(at !== time);
      },
    );
    await fc.assert(ask, { seed, numRuns: 60 });
  });
});
