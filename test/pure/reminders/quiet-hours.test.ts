// Quiet hours: when they end, over midnight and over a change of clocks, and when they do not count.
import { expect, it } from 'vitest';
import { quietUntil } from '../../../src/reminders/quiet-hours.ts';

const night = { from: '22:30', to: '06:30' };
const nap = { from: '13:00', to: '14:00' };
const small = { from: '00:30', to: '02:30' };
const farAway = '2030-01-01T12:00Z';

it.each([
  ['by day it is not quiet', '2026-11-23T12:00Z', night, farAway, null],
  ['before midnight', '2026-11-23T22:00Z', night, farAway, '2026-11-24T05:30Z'],
  ['after midnight', '2026-11-24T02:00Z', night, farAway, '2026-11-24T05:30Z'],
  ['the first moment is quiet', '2026-11-23T21:30Z', night, farAway, '2026-11-24T05:30Z'],
  ['the last moment is not', '2026-11-24T05:30Z', night, farAway, null],
  ['the night summer time begins', '2027-03-28T00:00Z', night, farAway, '2027-03-28T04:30Z'],
  ['the night summer time ends', '2026-10-25T00:00Z', night, farAway, '2026-10-25T05:30Z'],
  ['an end that comes twice is the later one', '2026-10-25T00:45Z', small, farAway, '2026-10-25T01:30Z'],
  ['a window inside the day', '2026-11-23T12:15Z', nap, farAway, '2026-11-23T13:00Z'],
  ['the task takes place in this very night', '2026-11-23T23:00Z', night, '2026-11-24T00:30Z', null],
  [
    'the task starts when the night ends',
    '2026-11-23T23:00Z',
    night,
    '2026-11-24T05:30Z',
    '2026-11-24T05:30Z',
  ],
  ['the task is in the next night', '2026-11-23T23:00Z', night, '2026-11-24T23:00Z', '2026-11-24T05:30Z'],
  ['no quiet hours', '2026-11-23T23:00Z', null, farAway, null],
  ['a window without length', '2026-11-23T23:00Z', { from: '07:00', to: '07:00' }, farAway, null],
])('%s', (_, now, quiet, taskStartsAt, until) => {
  const answer = quietUntil({
    nowMs: Date.parse(now),
    zone: 'Europe/Berlin',
    quiet,
    task: { startsAt: new Date(taskStartsAt), plannedIn: null },
  });
  expect(answer === null ? null : new Date(answer)).toEqual(until === null ? null : new Date(until));
});

it.each([
  ['nobody moved', 'Europe/Berlin', null],
  ['it was night there as well', 'Europe/Helsinki', null],
  ['it was day where it was planned', 'Asia/Tokyo', '2026-11-24T05:30Z'],
  ['it was the evening, just before the night', 'America/Sao_Paulo', '2026-11-24T05:30Z'],
])('a session at night, and %s', (_, plannedIn, until) => {
  const task = { startsAt: new Date('2026-11-24T00:30Z'), plannedIn };
  const answer = quietUntil({
    nowMs: Date.parse('2026-11-24T00:20Z'),
    zone: 'Europe/Berlin',
    quiet: night,
    task,
  });
  expect(answer).toBe(until === null ? null : Date.parse(until));
});
