// What is said of an agreed change: how many sessions are new, and how many are off.
import { expect, test } from 'vitest';
import { agreedToChange } from '../../../src/chat/intents/decide-on-goal.ts';

test.each([
  [0, 6, '6 sessions in your calendar are off.'],
  [0, 1, 'one session in your calendar is off.'],
  [6, 6, '6 sessions in your calendar are new or moved.'],
  [1, 3, 'one session in your calendar is new or moved, and 2 sessions in your calendar are off.'],
  [0, 0, 'no session has changed.'],
])('%i written in the place of %i', (written, replaced, said) => {
  expect(agreedToChange(written, replaced)).toBe(`Agreed. Your plan goes on as we have it now: ${said}`);
});
