// When a reminder comes: never early, and spread as far as its person does not notice.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reminderDue, spreadDue } from '../../../src/tasks/reminder-due.ts';

const MINUTE_MS = 60_000;
const dueOf = (startsAt: string, leadMinutes: number, id = 'a', generation = 1) =>
  reminderDue(
    { id, generation, startsAt: new Date(`2026-11-28T${startsAt}Z`) },
    { reminderLeadMs: leadMinutes * MINUTE_MS },
  );

test.each([
  ['ten minutes before seven: its whole minute', '07:00:00', 10, '06:50:00', 60],
  ['an hour before: its minute and no more', '07:00:00', 60, '06:00:00', 60],
  ['five minutes before: a tenth of them', '07:00:00', 5, '06:55:00', 30],
  ['a minute before: six seconds', '07:00:00', 1, '06:59:00', 6],
  ['at the start: not at all', '07:00:00', 0, '07:00:00', 0],
  ['late in its minute: what is left of it', '07:00:45', 10, '06:50:45', 15],
])('%s', (_what, startsAt, leadMinutes, dueAt, leewaySeconds) => {
  expect(dueOf(startsAt, leadMinutes)).toMatchObject({
    dueAt: new Date(`2026-11-28T${dueAt}Z`),
    leewayMs: leewaySeconds * 1000,
  });
});

test('never early, never after its minute, its start, or what the deployment spreads by', () => {
  const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });
  const leads = fc.integer({ min: 0, max: 24 * 60 * MINUTE_MS });
  const spreads = fc.integer({ min: 0, max: MINUTE_MS });
  fc.assert(
    fc.property(fc.uuid(), moments, leads, spreads, (id, startsMs, reminderLeadMs, spreadMs) => {
      fc.pre(startsMs >= reminderLeadMs);
      const due = reminderDue({ id, generation: 1, startsAt: new Date(startsMs) }, { reminderLeadMs });
      const dueMs = due.dueAt.getTime();
      const atMs = spreadDue(due, spreadMs).getTime();
      expect(dueMs).toBe(startsMs - reminderLeadMs);
      expect(atMs).toBeGreaterThanOrEqual(dueMs);
      expect(atMs - dueMs).toBeLessThanOrEqual(spreadMs);
      expect(atMs).toBeLessThanOrEqual(startsMs);
      expect(Math.floor(atMs / MINUTE_MS)).toBe(Math.floor(dueMs / MINUTE_MS));
    }),
  );
});

test('what is due at once comes evenly over the minute: no second has more than three times its share', () => {
  const perSecond = Array.from({ length: 60 }, () => 0);
  for (let n = 0; n < 6000; n++)
    perSecond[spreadDue(dueOf('07:00:00', 10, `task ${n}`), MINUTE_MS).getSeconds()]! += 1;
  expect(Math.max(...perSecond)).toBeLessThan(300);
  expect(Math.min(...perSecond)).toBeGreaterThan(33);
});

const moment = (id: string, generation: number): number =>
  spreadDue(dueOf('07:00:00', 10, id, generation), MINUTE_MS).getTime();

test('the same whoever asks again, and another one for what was moved', () => {
  expect(moment('a', 1)).toBe(moment('a', 1));
  expect(new Set([moment('a', 1), moment('a', 2), moment('b', 1)]).size).toBe(3);
});
