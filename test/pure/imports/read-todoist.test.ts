// Projects of Todoist in the forms that its exports have had, with words of ours: what is read, and what is said of the rest.
import { expect, test } from 'vitest';
import { readTodoist } from '../../../src/imports/read-todoist.ts';

const READING = { home: 'Europe/Berlin', allDayAt: null };
/** A Sunday. */
const NOW = new Date('2026-11-29T10:00:00Z');
const HEAD =
  'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT';

const row = (date: string, zone = '', more = ',') =>
  `task,Water the plants,,4,1,Somebody (1),,${date},en,${zone},${more}`;
const readRow = (text: string, allDayAt: string | null = null) =>
  readTodoist([HEAD, text, ''].join('\n'), { ...READING, allDayAt }, NOW);

test.each([
  ['2026-12-24 18:30', '', '2026-12-24T17:30:00.000Z'],
  ['2026-12-24T18:30:00-05:00', '', '2026-12-24T23:30:00.000Z'],
  ['2026-12-24T18:30:00Z', '', '2026-12-24T18:30:00.000Z'],
  ['2026-12-24 18:30', 'America/New_York', '2026-12-24T23:30:00.000Z'],
  ['tomorrow at 5pm', '', '2026-11-30T16:00:00.000Z'],
  ['next Tuesday 10am', '', '2026-12-01T09:00:00.000Z'],
  ['17 Aug 14:30', '', '2027-08-17T12:30:00.000Z'],
])('the date %s (%s)', (date, zone, startsAt) => {
  const { tasks, rules, refused } = readRow(row(date, zone, '45,minute'));
  expect([rules, refused]).toEqual([[], []]);
  expect(tasks).toEqual([
    expect.objectContaining({ title: 'Water the plants', startsAt, durationMinutes: 45, line: 2 }),
  ]);
});

test.each([
  ['every Monday at 9am', 'FREQ=WEEKLY;BYDAY=MO', '09:00'],
  ['every weekday at 8:00', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', '08:00'],
  ['"every Mon, Wed at 18:00"', 'FREQ=WEEKLY;BYDAY=MO,WE', '18:00'],
  ['every other friday at 20:00', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=FR', '20:00'],
  ['every 3 days at 7am', 'FREQ=DAILY;INTERVAL=3', '07:00'],
  ['every last friday at 17:00', 'FREQ=MONTHLY;BYDAY=-1FR', '17:00'],
])('the rhythm %s', (date, rrule, localTime) => {
  const { tasks, rules, refused } = readRow(row(date));
  expect([tasks, refused]).toEqual([[], []]);
  expect(rules).toEqual([
    expect.objectContaining({
      rrule,
      localTime,
      zone: 'Europe/Berlin',
      zoneIsFixed: false,
      durationMinutes: 30,
    }),
  ]);
});

test.each([
  ['', 'date_unsaid'],
  ['every day', 'all_day'],
  ['2026-12-24', 'all_day'],
  ['13 Jun', 'all_day'],
  ['every! month', 'date_unread'],
  ['every week at 9am', 'date_unread'],
  ['every morning', 'date_unread'],
  ['someday', 'date_unread'],
  ['not tomorrow at 5pm', 'date_unread'],
  ['2026-13-45', 'date_unread'],
])('"%s" is never guessed at', (date, reason) => {
  const { tasks, rules, refused } = readRow(row(date));
  expect([tasks, rules, refused.map((one) => [one.line, one.what, one.reason])]).toEqual([
    [],
    [],
    [[2, 'Water the plants', reason]],
  ]);
});

test('a date in another language, a zone that is none and a length in days are refused', () => {
  const lines = [
    HEAD,
    'task,Blumen,,4,1,,,jeden Montag um 9,de,,,',
    'task,Plants,,4,1,,,tomorrow at 9am,en,US/Nowhere,,',
    'task,Plants,,4,1,,,tomorrow at 9am,en,,2,day',
    'task,,,4,1,,,tomorrow at 9am,en,,,',
  ];
  const { refused } = readTodoist(lines.join('\r\n'), READING, NOW);
  expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'language'],
    [3, 'zone_unknown'],
    [4, 'too_long'],
    [5, 'no_title'],
  ]);
});

test('the newest form, with a mark of byte order, a row of settings, sections, notes and empty lines', () => {
  const text = [
    '\uFEFFTYPE,CONTENT,DESCRIPTION,IS_COLLAPSED,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,DURATION,DURATION_UNIT,DEADLINE,DEADLINE_LANG',
    'meta,view_style=list,,,,,,,,,,,,,',
    'section,At home,,,,,,,,,,,,,',
    'task,"Call the plumber, twice @phone","Ask about ""the tap""",,1,1,Somebody (1),,tomorrow at 5pm,en,Europe/London,None,None,,',
    'note,The number is on the fridge,,,,,,,,,,,,,',
    ',,,,,,,,,,,,,,',
    'task,No date at all,,,4,2,Somebody (1),,,en,,,,,',
    'note,lost with it,,,,,,,,,,,,,',
  ].join('\r\n');
  const { tasks, refused } = readTodoist(text, READING, NOW);
  expect(tasks).toEqual([
    expect.objectContaining({
      title: 'Call the plumber, twice @phone',
      description: 'Ask about "the tap"\n\nThe number is on the fridge',
      startsAt: '2026-11-30T17:00:00.000Z',
      durationMinutes: 30,
      line: 4,
    }),
  ]);
  expect(refused.map(({ line, reason }) => [line, reason])).toEqual([[7, 'date_unsaid']]);
});

test('the oldest form, and a template whose dates have another name', () => {
  const old =
    'TYPE,CONTENT,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DUE_DATE,DUE_DATE_LANG\ntask,Read,4,1,,,every Sunday at 20:00,en\n';
  expect(readTodoist(old, READING, NOW).rules).toEqual([
    expect.objectContaining({ rrule: 'FREQ=WEEKLY;BYDAY=SU', localTime: '20:00' }),
  ]);
});

test('what says the same twice is two things, and each is known again', () => {
  const text = [HEAD, row('2026-12-24 18:30'), row('2026-12-24 18:30'), ''].join('\n');
  const origins = () => readTodoist(text, READING, NOW).tasks.map(({ origin }) => origin);
  expect(new Set(origins()).size).toBe(2);
  expect(origins()).toEqual(origins());
});

test.each([
  ['Title,Due\nRead,2026-12-24\n', 'no_todoist'],
  ['', undefined],
  [`${HEAD}\ntask,"never closed,,,,,,,,,,\n`, 'no_table'],
  [`${HEAD}\ntask,${'x'.repeat(200_000)},,,,,,,,,,\n`, 'no_table'],
  ['Folder Name,List Name,Title,Kind,Tags,Content\nWork,Inbox,Read,TEXT,,\n', 'no_todoist'],
])('what is none of it is refused: %#', (text, reason) => {
  let said: unknown;
  try {
    readTodoist(text, READING, NOW);
  } catch (error) {
    said = (error as { fields: Record<string, unknown> }).fields['reason'];
  }
  expect(said).toBe(reason);
});
