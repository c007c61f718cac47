// When a rung is due, and when it comes too late: by the settings of now.
import { describe, expect, test } from 'vitest';
import type { Situation } from '../../../src/reminders/read-situation.sql.ts';
import { isTooLate, untilDueMs } from '../../../src/reminders/rung-time.ts';
import { sensibleUntil } from '../../../src/tasks/sensible-until.ts';

const at = (time: string) => new Date(`2026-11-28T${time}:00Z`);
const MINUTE_MS = 60_000;

interface Case {
  startsAt?: string;
  minutes?: number;
  leadMinutes?: number;
  windowMinutes?: number;
  accepted?: string;
  quiet?: Situation['profile']['quiet'];
}

const situation = (one: Case) =>
  ({
    task: { startsAt: at(one.startsAt ?? '12:00'), durationMinutes: one.minutes ?? 30, plannedIn: null },
    profile: {
      zone: 'UTC',
      reminderLeadMs: (one.leadMinutes ?? 10) * MINUTE_MS,
      escalationWindowMs: (one.windowMinutes ?? 15) * MINUTE_MS,
      quiet: one.quiet ?? null,
    },
    lastAcceptedAt: one.accepted ? at(one.accepted) : null,
  }) as Situation;

describe('how many minutes a rung still has to wait', () => {
  test.each<[string, string, Case, number]>([
    ['before the lead', '11:00', {}, 50],
    ['at the lead', '11:50', {}, 0],
    ['the lead was made longer meanwhile', '11:50', { leadMinutes: 60 }, 0],
    ['the lead was made shorter meanwhile', '11:50', { leadMinutes: 0 }, 10],
    ['in the window after the rung before', '12:00', { accepted: '11:50' }, 5],
    ['the window was made longer meanwhile', '12:05', { accepted: '11:50', windowMinutes: 60 }, 45],
    ['the window was made shorter meanwhile', '11:55', { accepted: '11:50', windowMinutes: 5 }, 0],
    ['in quiet hours', '11:55', { quiet: { from: '11:00', to: '11:58' } }, 3],
    ['in quiet hours that the task itself lies in', '11:55', { quiet: { from: '11:00', to: '13:00' } }, 0],
  ])('%s', (_what, now, one, minutes) => {
    expect(untilDueMs(situation(one), at(now).getTime())).toBe(minutes * MINUTE_MS);
  });

  test('a clock that goes a moment ahead is no reason to wait', () => {
    expect(untilDueMs(situation({}), at('11:50').getTime() - 900)).toBe(0);
    expect(untilDueMs(situation({ accepted: '11:50' }), at('12:05').getTime() - 900)).toBe(0);
  });
});

describe('too late', () => {
  test.each<[string, string, Case, boolean]>([
    ['an hour after the start of a short task', '13:00', {}, true],
    ['a minute before', '12:59', {}, false],
    ['within a long task', '15:00', { minutes: 240 }, false],
    ['at its end', '16:00', { minutes: 240 }, true],
    ['in its turn, an hour after the one before', '13:50', { accepted: '12:50', windowMinutes: 60 }, false],
    ['the next morning, after a night of quiet', '23:00', { accepted: '11:50' }, true],
  ])('%s: %s', (_what, now, one, is) => {
    expect(isTooLate(situation(one), at(now).getTime())).toBe(is);
  });
});

test.each([
  [5, '13:00'],
  [60, '13:00'],
  [90, '13:30'],
])('a task of %i minutes at 12:00 makes sense until %s', (durationMinutes, until) => {
  expect(sensibleUntil({ startsAt: at('12:00'), durationMinutes })).toEqual(at(until));
});
