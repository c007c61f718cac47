// Asked every minute, whoever seems to be at work hears of it at growing pauses, and every hour in the end.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { isItsMinute, isToBeAsked } from '../../../src/reconciler/pauses.ts';

test.each([0, 13_000, 59_999])('looked at every minute, %i ms into it', (offsetMs) => {
  const since = new Date(1_000_000_000);
  const asked = Array.from({ length: 3 * 24 * 60 }, (_, minute) => minute).filter((minute) =>
    isToBeAsked(since, new Date(since.getTime() + minute * 60_000 + offsetMs)),
  );
  const hours = Array.from({ length: 71 }, (_, hour) => (hour + 1) * 60);
  expect(asked).toEqual([1, 2, 4, 8, 16, 32, ...hours]);
});

test('who owes nothing is looked for once in every hour, and not all at once', () => {
  const ids = Array.from({ length: 1000 }, () => randomUUID());
  const counts = Array.from({ length: 60 }, (_, minute) => {
    const now = new Date(Date.UTC(2026, 10, 28, 7, minute, 59));
    return ids.filter((id) => isItsMinute(id, now)).length;
  });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1000);
  expect(Math.max(...counts)).toBeLessThan(100);
});
