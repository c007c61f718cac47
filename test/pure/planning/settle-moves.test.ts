// Moving many at once: nothing overlaps that did not before, and nobody stays without a reason.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { settleMoves, type Titled, type WishedMove } from '../../../src/planning/settle-moves.ts';
import { seed } from './planning-arbitraries.ts';

const HOUR_MS = 3_600_000;
const at = (title: string, hour: number, hours = 1): Titled => ({
  title,
  startMs: hour * HOUR_MS,
  endMs: (hour + hours) * HOUR_MS,
});
const move = (id: string, from: number, to: number, hours = 1): WishedMove => ({
  id,
  from: at(id, from, hours),
  to: at(id, to, hours),
});
const overlap = (a: Titled, b: Titled) => a.startMs < b.endMs && b.startMs < a.endMs;

it('one goes where another leaves', () => {
  const { moves, stays } = settleMoves([move('a', 7, 13), move('b', 13, 19)], [], 0);
  expect(moves.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(stays).toEqual([]);
});

it('two that stand on one time go there together, as they were told to', () => {
  const { moves, stays } = settleMoves([move('a', 7, 13), move('b', 7, 13), move('c', 8, 13)], [], 0);
  expect(moves.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(stays).toEqual([{ id: 'c', reason: 'taken', overlaps: ['a', 'b'] }]);
});

it('who cannot go is in the way of who would come', () => {
  const { moves, stays } = settleMoves(
    [move('a', 7, 13), move('b', 13, 19), move('c', 1, 3)],
    [at('Dinner', 19)],
    4 * HOUR_MS,
  );
  expect(moves).toEqual([]);
  expect(stays).toEqual([
    { id: 'c', reason: 'past', overlaps: [] },
    { id: 'b', reason: 'taken', overlaps: ['Dinner'] },
    { id: 'a', reason: 'taken', overlaps: ['b'] },
  ]);
});

it('for any calendar', () => {
  const hour = fc.integer({ min: 0, max: 60 });
  const hours = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(hour, hours), { maxLength: 14 }),
      fc.array(fc.tuple(hour, hours), { maxLength: 8 }),
      fc.integer({ min: -20, max: 20 }),
      hour,
      (sessions, things, shift, earliest) => {
        const wished = sessions.map(([from, length], index) =>
          move(String(index), from, from + shift, length),
        );
        const fixed = things.map(([from, length], index) => at(`thing ${index}`, from, length));
        const { moves, stays } = settleMoves(wished, fixed, earliest * HOUR_MS);
        expect([...moves, ...stays].map(({ id }) => id).toSorted()).toEqual(
          wished.map(({ id }) => id).toSorted(),
        );
        const stood = wished.filter(({ id }) => stays.some((stay) => stay.id === id));
        const others = (id: string, from: Titled) => [
          ...fixed,
          ...stood.map((one) => one.from),
          ...moves.filter((other) => other.id !== id && !overlap(other.from, from)).map(({ to }) => to),
        ];
        for (const { id, from, to } of moves) {
          expect(others(id, from).filter((other) => overlap(other, to))).toEqual([]);
          expect(to.startMs).toBeGreaterThanOrEqual(earliest * HOUR_MS);
        }
        for (const { reason, overlaps } of stays) expect(overlaps.length > 0).toBe(reason === 'taken');
      },
    ),
    { seed, numRuns: 500 },
  );
});
