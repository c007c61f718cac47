// Answers to a question: what was asked says what a bare word or number means.
import { expect, test } from 'vitest';
import type { Kind } from '../../../src/english/facts.ts';
import { readValue, type Asked } from '../../../src/english/read-value.ts';

const asked: Asked = { now: '2026-11-23T10:00', zone: 'Europe/London' };

test.each<[string, Kind, unknown]>([
  ['7', 'clock', { minute: 420 }],
  ['half six', 'clock', { minute: 1110 }],
  ['1930', 'clock', { minute: 1170 }],
  ['at 8 pm please', 'clock', { minute: 1200 }],
  ['9-5', 'clock_range', { from: 540, to: 1020 }],
  ['20', 'length', { least: 20, most: 20 }],
  ['2', 'length', { least: 120, most: 120 }],
  ['20-30', 'length', { least: 20, most: 30 }],
  ['an hour', 'length', { least: 60 }],
  ['tuesdays', 'days', { days: ['TU'] }],
  ['tue', 'days', { days: ['TU'] }],
  ['every day', 'days', { days: ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] }],
  ['mornings', 'part', { part: 'morning' }],
  ['tomorrow', 'date', { date: '2026-11-24' }],
  ['the 2nd', 'date', { date: '2026-12-02' }],
  ['5', 'date', { date: '2026-12-05' }],
  ['twice', 'rhythm', { least: 2, most: 2, per: 'week' }],
  ['3', 'rhythm', { least: 3, per: 'week' }],
  ['mon wed fri', 'rhythm', { least: 3, days: ['MO', 'WE', 'FR'] }],
  ['the second', 'ordinal', { nth: 2 }],
  ['2', 'ordinal', { nth: 2 }],
  ['300', 'amount', { least: 300, unit: '' }],
])('"%s" as %s', (text, kind, value) => {
  expect(readValue(text, kind, asked)?.value).toMatchObject({ kind, ...(value as object) });
});

test('what was asked for may have a unit', () => {
  expect(readValue('10', 'amount', { ...asked, unit: 'km' })?.value).toMatchObject({ least: 10, unit: 'km' });
  expect(readValue('6', 'span', { ...asked, unit: 'week' })?.value).toMatchObject({ least: 6, unit: 'week' });
  expect(readValue('1.5', 'length', { ...asked, unit: 'hour' })?.value).toMatchObject({ least: 90 });
});

test('an answer that gives none, or more than one, gives nothing', () => {
  expect(readValue('guitar', 'clock', asked)).toBeNull();
  expect(readValue('either 7am or 9pm on mondays, or 8:00', 'clock', asked)).toBeNull();
  expect(readValue('99', 'date', asked)).toBeNull();
});

test('an hour stays open where both halves of the day are common', () => {
  expect(readValue('7', 'clock', asked)).toMatchObject({
    certainty: 'open',
    alternatives: [{ minute: 1140 }],
  });
});
