// Asked every minute, whoever seems to be at work hears of it at growing pauses, and not for ever.
import { expect, test } from 'vitest';
import { isToBeAsked } from '../../../src/reconciler/pauses.ts';

test.each([0, 13_000, 59_999])('looked at every minute, %i ms into it', (offsetMs) => {
  const since = new Date(1_000_000_000);
  const asked = Array.from({ length: 3 * 24 * 60 }, (_, minute) => minute).filter((minute) =>
    isToBeAsked(since, new Date(since.getTime() + minute * 60_000 + offsetMs)),
  );
  expect(asked).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]);
});
