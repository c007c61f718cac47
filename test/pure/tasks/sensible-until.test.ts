// Until when a reminder makes sense: its task's end, and never less than an hour after the start.
import { expect, test } from 'vitest';
import { isLongPast, sensibleUntil } from '../../../src/tasks/sensible-until.ts';

const startsAt = new Date('2026-11-28T10:00:00Z');

test.each([
  [5, '2026-11-28T11:00:00.000Z'],
  [60, '2026-11-28T11:00:00.000Z'],
  [61, '2026-11-28T11:01:00.000Z'],
  [720, '2026-11-28T22:00:00.000Z'],
])('of a task of %i minutes', (durationMinutes, until) => {
  const task = { startsAt, durationMinutes };
  expect(sensibleUntil(task).toISOString()).toBe(until);
  expect(isLongPast(task, new Date(Date.parse(until) - 1))).toBe(false);
  expect(isLongPast(task, new Date(until))).toBe(true);
});
