// What a reminder says of its time: the day is named unless it is today, where the person is.
import { expect, test } from 'vitest';
import { callText, whatsappText, whenText } from '../../../src/reminders/words.ts';

const WHEN: [zone: string, now: string, startsAt: string, said: string][] = [
  ['UTC', '2026-11-28T08:00:00Z', '2026-11-28T09:00:00Z', 'starts at 09:00'],
  ['UTC', '2026-11-28T23:50:00Z', '2026-11-29T00:00:00Z', 'starts tomorrow at 00:00'],
  ['UTC', '2026-11-28T08:00:00Z', '2026-11-29T01:59:00Z', 'starts tomorrow at 01:59'],
  ['UTC', '2026-11-28T08:00:00Z', '2026-11-30T09:00:00Z', 'starts on Monday, 30 November, at 09:00'],
  ['UTC', '2026-12-30T08:00:00Z', '2027-01-02T09:00:00Z', 'starts on Saturday, 2 January, at 09:00'],
  ['UTC', '2026-11-28T08:00:00Z', '2026-11-28T08:00:00Z', 'was planned for 08:00'],
  ['UTC', '2026-11-29T00:05:00Z', '2026-11-28T23:00:00Z', 'was planned for yesterday at 23:00'],
  ['UTC', '2026-11-30T00:05:00Z', '2026-11-28T23:00:00Z', 'was planned for Saturday, 28 November, at 23:00'],
  // The same two moments are one day in one zone and two in another.
  ['America/Los_Angeles', '2026-11-28T23:50:00Z', '2026-11-29T00:10:00Z', 'starts at 16:10'],
  ['Asia/Kolkata', '2026-11-28T18:00:00Z', '2026-11-28T19:00:00Z', 'starts tomorrow at 00:30'],
  ['Pacific/Kiritimati', '2026-11-28T09:00:00Z', '2026-11-28T11:00:00Z', 'starts tomorrow at 01:00'],
  // 25 hours in between, and tomorrow all the same: summer time ends that night.
  ['Europe/Berlin', '2026-10-24T07:00:00Z', '2026-10-25T08:00:00Z', 'starts tomorrow at 09:00'],
];

test.each(WHEN)('in %s at %s of %s: %s', (zone, now, startsAt, said) => {
  expect(whenText(new Date(startsAt), zone, new Date(now))).toBe(said);
});

test('every channel that speaks says the day', () => {
  const task = { title: 'Dentist', startsAt: new Date(Date.now() + 24 * 3_600_000) };
  for (const text of [callText(task, 'UTC'), whatsappText(task, 'UTC', 'some id')])
    expect(text).toContain('Dentist starts tomorrow at ');
});
