// Calendars as Google, Apple, Outlook and Thunderbird write them, in shapes of theirs with words of ours.
import { expect, test } from 'vitest';
import { readIcs } from '../../../src/imports/read-ics.ts';
import type { FluxError } from '../../../src/kernel/errors.ts';

const HOME = { home: 'Europe/Berlin', allDayAt: null };

const calendar = (...components: string[]): string =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Test//EN', ...components, 'END:VCALENDAR', ''].join('\r\n');
const event = (...lines: string[]): string =>
  ['BEGIN:VEVENT', 'UID:one@example.com', ...lines, 'END:VEVENT'].join('\r\n');
const read = (...lines: string[]) => readIcs(calendar(event(...lines)), HOME);

test.each([
  ['in UTC', ['DTSTART:20301201T090000Z', 'DTEND:20301201T094500Z'], '2030-12-01T09:00:00.000Z', 45],
  [
    'in a zone',
    ['DTSTART;TZID=America/New_York:20301201T090000', 'DURATION:PT1H'],
    '2030-12-01T14:00:00.000Z',
    60,
  ],
  [
    'in a zone as Thunderbird once wrote it',
    ['DTSTART;TZID=/mozilla.org/20070129_1/Asia/Tokyo:20301201T090000', 'DURATION:PT1H'],
    '2030-12-01T00:00:00.000Z',
    60,
  ],
  ['floating', ['DTSTART:20300701T090000', 'DTEND:20300701T093000'], '2030-07-01T07:00:00.000Z', 30],
  ['without an end', ['DTSTART:20300701T090000'], '2030-07-01T07:00:00.000Z', 5],
])('a time %s', (_what, lines, startsAt, durationMinutes) => {
  const { tasks, refused } = read('SUMMARY:Stretch', ...lines);
  expect(refused).toEqual([]);
  expect(tasks).toEqual([
    expect.objectContaining({ title: 'Stretch', startsAt, durationMinutes, status: 'pending' }),
  ]);
});

test.each([
  ['a whole day', ['SUMMARY:Birthday', 'DTSTART;VALUE=DATE:20301201'], 'all_day'],
  ['nothing to be called by', ['DTSTART:20301201T090000Z'], 'no_title'],
  ['something cancelled', ['SUMMARY:Off', 'STATUS:CANCELLED', 'DTSTART:20301201T090000Z'], 'cancelled'],
  ['a week', ['SUMMARY:Trip', 'DTSTART:20301201T090000Z', 'DTEND:20301208T090000Z'], 'too_long'],
  ['every hour', ['SUMMARY:Drink', 'DTSTART:20301201T090000Z', 'RRULE:FREQ=HOURLY'], 'recurrence'],
  [
    'two rules',
    ['SUMMARY:Run', 'DTSTART:20301201T090000Z', 'RRULE:FREQ=DAILY', 'RRULE:FREQ=WEEKLY'],
    'recurrence',
  ],
  [
    'further dates at another hour',
    ['SUMMARY:Run', 'DTSTART:20301201T090000Z', 'RRULE:FREQ=WEEKLY', 'RDATE:20301205T110000Z'],
    'recurrence',
  ],
  [
    'a zone of Outlook that recurs',
    ['SUMMARY:Run', 'DTSTART;TZID=W. Europe Standard Time:20301201T090000', 'RRULE:FREQ=WEEKLY'],
    'zone_unknown',
  ],
])('%s is refused with the reason', (_what, lines, reason) => {
  const { tasks, rules, refused } = read(...lines);
  expect([tasks, rules, refused.map((one) => one.reason)]).toEqual([[], [], [reason]]);
});

test('a day without a time is taken at the hour that its person names', () => {
  const text = calendar(
    event('SUMMARY:Birthday', 'DTSTART;VALUE=DATE:20301201', 'DTEND;VALUE=DATE:20301202'),
  );
  const { tasks } = readIcs(text, { ...HOME, allDayAt: '09:00' });
  expect(tasks).toEqual([
    expect.objectContaining({ startsAt: '2030-12-01T08:00:00.000Z', durationMinutes: 30 }),
  ]);
});

test('what recurs is a rule, with what is left out, what is beside it and what was moved', () => {
  const text = calendar(
    event(
      'SUMMARY:Choir',
      'DTSTART;TZID=Europe/Berlin:20300107T190000',
      'DTEND;TZID=Europe/Berlin:20300107T203000',
      'RRULE:FREQ=WEEKLY;BYDAY=MO;UNTIL=20300401T170000Z',
      'EXDATE;TZID=Europe/Berlin:20300114T190000,20300121T190000',
      'RDATE;TZID=Europe/Berlin:20300109T190000',
    ),
    event(
      'SUMMARY:Choir',
      'RECURRENCE-ID:20300128T180000Z',
      'DTSTART:20300129T180000Z',
      'DTEND:20300129T190000Z',
    ),
    event('SUMMARY:Choir', 'STATUS:CANCELLED', 'RECURRENCE-ID:20300204T180000Z', 'DTSTART:20300204T180000Z'),
  );
  const { rules, tasks, refused } = readIcs(text, HOME);
  expect(refused).toEqual([]);
  expect(rules).toEqual([
    expect.objectContaining({
      title: 'Choir',
      rrule: 'FREQ=WEEKLY;BYDAY=MO;UNTIL=20300401T170000Z',
      startDate: '2030-01-07',
      localTime: '19:00',
      zone: 'Europe/Berlin',
      zoneIsFixed: true,
      durationMinutes: 90,
      exdates: ['2030-01-14', '2030-01-21', '2030-02-04'],
      rdates: ['2030-01-09'],
      endedAt: null,
    }),
  ]);
  expect(tasks).toEqual([
    expect.objectContaining({
      ruleDate: '2030-01-28',
      startsAt: '2030-01-29T18:00:00.000Z',
      durationMinutes: 60,
      rule: rules[0]!.origin,
    }),
  ]);
});

test('a to-do that is done is done', () => {
  const text = calendar(
    'BEGIN:VTODO',
    'UID:2',
    'SUMMARY:Taxes',
    'DUE:20250131T120000Z',
    'STATUS:COMPLETED',
    'COMPLETED:20250130T101500Z',
    'END:VTODO',
  );
  const { tasks } = readIcs(text, HOME);
  expect(tasks).toEqual([
    expect.objectContaining({
      status: 'done',
      startsAt: '2025-01-31T12:00:00.000Z',
      settledAt: '2025-01-30T10:15:00.000Z',
    }),
  ]);
});

test('an Outlook event by itself is when its own zone says', () => {
  const text = calendar(
    'BEGIN:VTIMEZONE',
    'TZID:W. Europe Standard Time',
    'BEGIN:STANDARD',
    'DTSTART:16010101T030000',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10',
    'END:STANDARD',
    'BEGIN:DAYLIGHT',
    'DTSTART:16010101T020000',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3',
    'END:DAYLIGHT',
    'END:VTIMEZONE',
    event('SUMMARY:Review', 'DTSTART;TZID=W. Europe Standard Time:20300701T090000', 'DURATION:PT30M'),
  );
  const { tasks, refused } = readIcs(text, { home: 'America/New_York', allDayAt: null });
  expect([refused, tasks.map(({ startsAt }) => startsAt)]).toEqual([[], ['2030-07-01T07:00:00.000Z']]);
});

test('words are cleaned and a long title is cut, with all of it in the description', () => {
  const long = 'word '.repeat(40).trim();
  const { tasks } = read(`SUMMARY:${long}`, 'DESCRIPTION:a\\nb', 'DTSTART:20301201T090000Z');
  expect(Array.from(tasks[0]!.title).length).toBeLessThanOrEqual(80);
  expect(tasks[0]!.description).toBe(`${long}\n\na\nb`);
});

test.each([
  ['no calendar', 'hello', 'no_calendar'],
  ['nothing', '', 'no_calendar'],
  ['a card', 'BEGIN:VCARD\r\nEND:VCARD\r\n', 'no_calendar'],
  ['a cut calendar', calendar(event('SUMMARY:x', 'DTSTART:20301201T090000Z')).slice(0, 90), 'no_calendar'],
])('%s is refused', (_what, text, reason) => {
  expect(() => readIcs(text, HOME)).toThrow(expect.objectContaining({ code: 'IMPORT_UNREADABLE' }));
  let said: unknown;
  try {
    readIcs(text, HOME);
  } catch (error) {
    said = (error as FluxError).fields['reason'];
  }
  expect(said).toBe(reason);
});
