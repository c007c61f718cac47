// A calendar opens in two readers alike, whatever stands in a title and whatever the clocks do.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeCalendar } from '../../../src/calendar/write-calendar.ts';
import type { CalendarEvent } from '../../../src/calendar/list-events.sql.ts';
import { readByIcalJs, readByNodeIcal } from '../../harness/read-calendar.ts';

const event = (change: Partial<CalendarEvent> = {}): CalendarEvent => ({
  id: crypto.randomUUID(),
  title: 'Run',
  startsAt: new Date('2026-11-29T10:00:00Z'),
  durationMinutes: 30,
  status: 'pending',
  generation: 1,
  updatedAt: new Date('2026-11-01T08:00:00Z'),
  ...change,
});

/** By both, once they agree. */
function opened(events: CalendarEvent[]) {
  const text = writeCalendar(events);
  const read = readByIcalJs(text);
  expect(readByNodeIcal(text)).toEqual(read);
  return read;
}

const inBytes = (line: string): number => Buffer.byteLength(line);

test.each([
  ['line breaks', 'One\r\ntwo\nthree\rfour', 'One two three four'],
  ['what has a meaning there', 'a;b,c\\d:"e"\\', 'a;b,c\\d:"e"\\'],
  ['another event', 'Run\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:x', 'Run END:VEVENT BEGIN:VEVENT UID:x'],
  ['a parameter', ';VALUE=URI:https://example.com', ';VALUE=URI:https://example.com'],
  ['emoji', '👩‍👩‍👧‍👦 ça va ✅', '👩‍👩‍👧‍👦 ça va ✅'],
  ['500 characters', '👩‍👩‍👧‍👦é;'.repeat(56).slice(0, 500), '👩‍👩‍👧‍👦é;'.repeat(56).slice(0, 500)],
  ['what controls', 'a\u0000\u0007\u2028b\u0085c\u001bd', 'a b c d'],
  ['another direction', 'לרוץ \u202Eabc', 'לרוץ \u202Eabc'],
])('a title with %s', (_what, title, shown) => {
  const storable = title.toWellFormed();
  expect(opened([event({ title: storable }), event()]).map((one) => one.title)).toEqual([
    shown.toWellFormed(),
    'Run',
  ]);
});

test('a backslash and an n are no line break', () => {
  // node-ical takes them for one.
  expect(readByIcalJs(writeCalendar([event({ title: 'C:\\new' })]))[0]!.title).toBe('C:\\new');
});

test('no title breaks out of its event, and no line is too long', () => {
  const title = fc.string({ unit: 'binary', maxLength: 300 }).map((text) => text.toWellFormed());
  fc.assert(
    fc.property(fc.array(title, { maxLength: 5 }), (titles) => {
      const events = titles.map((one) => event({ title: one }));
      const text = writeCalendar(events);
      const lines = text.split('\r\n');
      expect(lines.at(-1)).toBe('');
      expect(Math.max(...lines.map(inBytes))).toBeLessThanOrEqual(75);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
      expect(readByIcalJs(text).map(({ uid }) => uid)).toEqual(events.map(({ id }) => id));
      expect(readByNodeIcal(text).map(({ uid }) => uid)).toEqual(events.map(({ id }) => id));
    }),
    { numRuns: 40 },
  );
});

test('the hour that comes twice and the hour that never comes are moments like any other', () => {
  const moments = [
    '2026-10-25T00:30:00.000Z',
    '2026-10-25T01:30:00.000Z',
    '2026-03-29T01:00:00.000Z',
    '2026-11-01T05:30:00.000Z',
    '2026-11-01T06:30:00.000Z',
    '2026-12-31T23:45:00.000Z',
  ];
  const read = opened(moments.map((moment) => event({ startsAt: new Date(moment) })));
  expect(read.map(({ start }) => start)).toEqual(moments);
  for (const { start, end } of read) expect(Date.parse(end) - Date.parse(start)).toBe(30 * 60_000);
});

test('what became of a task: done has a mark, cancelled is cancelled, and each change counts on', () => {
  const id = crypto.randomUUID();
  const life: Partial<CalendarEvent>[] = [
    {},
    { generation: 2, status: 'rescheduled' },
    { generation: 2, status: 'cancelled' },
    { generation: 3 },
    { generation: 3, status: 'done' },
  ];
  const read = life.flatMap((change) => opened([event({ id, ...change })]));
  expect(read.map(({ sequence }) => sequence)).toEqual([0, 2, 3, 4, 4]);
  expect(read.map(({ status }) => status)).toEqual([
    'CONFIRMED',
    'CONFIRMED',
    'CANCELLED',
    'CONFIRMED',
    'CONFIRMED',
  ]);
  expect(read.map(({ title }) => title)).toEqual(['Run', 'Run', 'Run', 'Run', '✓ Run']);
  expect(new Set(read.map(({ uid }) => uid))).toEqual(new Set([id]));
  expect(read[0]!.stamp).toBe('2026-11-01T08:00:00.000Z');
});

test('the same tasks are the same text, and none are a calendar as well', () => {
  const events = [event(), event()];
  expect(writeCalendar(events)).toBe(writeCalendar(events));
  expect(opened([])).toEqual([]);
});
