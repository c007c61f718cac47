// Three misses in a row make a signal; anything done in between, another day or another hour does not.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, weekdayOf } from '../../../src/kernel/time.ts';
import { findMissSignals, type Settled } from '../../../src/patterns/find-miss-signals.ts';

/** "2026-11-03 18:00 missed" */
const settled = (...lines: string[]): Settled[] =>
  lines.map((line, index) => {
    const [date = '', time = '', what] = line.split(' ');
    const [hours = 0, minutes = 0] = time.split(':').map(Number);
    return {
      taskId: `task ${index}`,
      day: weekdayOf(date),
      date,
      minute: hours * 60 + minutes,
      isMissed: what === 'missed',
    };
  });

const found = (...lines: string[]) =>
  findMissSignals(settled(...lines)).map(({ day, from, to, misses }) => ({
    day,
    from,
    to,
    weeks: misses.length,
  }));

describe('a signal', () => {
  test('of three weeks running, within an hour', () => {
    expect(found('2026-11-03 18:00 missed', '2026-11-10 18:40 missed', '2026-11-17 18:15 missed')).toEqual([
      { day: 'TU', from: 18 * 60, to: 19 * 60 + 40, weeks: 3 },
    ]);
  });
  test('grows with every further week', () => {
    const weeks = ['03', '10', '17', '24'].map((day) => `2026-11-${day} 07:00 missed`);
    expect(found(...weeks)).toEqual([{ day: 'TU', from: 420, to: 480, weeks: 4 }]);
  });
  test('of several things in one slot, all of them missed', () => {
    expect(
      found(
        '2026-11-03 18:00 missed',
        '2026-11-10 18:00 missed',
        '2026-11-10 18:30 missed',
        '2026-11-17 18:00 missed',
      ),
    ).toHaveLength(1);
  });
  test('late in the evening ends before midnight', () => {
    const weeks = ['03', '10', '17'].map((day) => `2026-11-${day} 23:30 missed`);
    expect(found(...weeks)).toEqual([{ day: 'TU', from: 1410, to: 1439, weeks: 3 }]);
  });
});

test.each([
  ['two weeks', ['2026-11-10 18:00 missed', '2026-11-17 18:00 missed']],
  ['a week left out', ['2026-11-03 18:00 missed', '2026-11-10 18:00 missed', '2026-11-24 18:00 missed']],
  ['another weekday', ['2026-11-03 18:00 missed', '2026-11-10 18:00 missed', '2026-11-18 18:00 missed']],
  [
    'more than an hour apart',
    ['2026-11-03 18:00 missed', '2026-11-10 19:01 missed', '2026-11-17 20:02 missed'],
  ],
  [
    'one of them done',
    [
      '2026-11-03 18:00 missed',
      '2026-11-10 18:00 done',
      '2026-11-17 18:00 missed',
      '2026-11-24 18:00 missed',
    ],
  ],
  [
    'something else done in the slot',
    [
      '2026-11-03 18:00 missed',
      '2026-11-10 18:00 missed',
      '2026-11-10 18:20 done',
      '2026-11-17 18:00 missed',
    ],
  ],
  [
    'done since',
    [
      '2026-11-03 18:00 missed',
      '2026-11-10 18:00 missed',
      '2026-11-17 18:00 missed',
      '2026-11-24 18:00 done',
    ],
  ],
])('none: %s', (_why, lines) => {
  expect(found(...lines)).toEqual([]);
});

test('whatever the history, each signal rests on its own misses, and no two overlap', () => {
  const one = fc.record({
    day: fc.integer({ min: 0, max: 70 }),
    hour: fc.integer({ min: 0, max: 23 }),
    miss: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (drawn) => {
      const history = settled(
        ...drawn.map(
          ({ day, hour, miss }) =>
            `${addDays('2026-09-01', day)} ${String(hour).padStart(2, '0')}:00 ${miss ? 'missed' : 'done'}`,
        ),
      );
      const signals = findMissSignals(history);
      for (const { day, from, to, misses } of signals) {
        expect(misses.length).toBeGreaterThanOrEqual(3);
        for (const [index, miss] of misses.entries()) {
          expect(miss).toMatchObject({ day, isMissed: true });
          expect(miss.minute).toBeGreaterThanOrEqual(from);
          expect(miss.minute).toBeLessThan(to);
          expect(miss.date).toBe(addDays(misses[0]!.date, 7 * index));
        }
      }
      for (const a of signals)
        for (const b of signals)
          expect(a === b || a.day !== b.day || a.from >= b.to || b.from >= a.to).toBe(true);
    }),
    { seed: 20261129, numRuns: 300 },
  );
});
