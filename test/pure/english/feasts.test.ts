// Feasts fall on the days that calendars print, whatever moon or sum they go by.
import { expect, test } from 'vitest';
import { readEnglish } from '../../../src/english/read-english.ts';

test.each([
  ['Diwali', 'Asia/Kolkata', '2026-11-08 2027-10-29 2028-10-17 2029-11-05 2030-10-26'],
  ['Holi', 'Asia/Kolkata', '2027-03-22 2028-03-11 2029-03-01 2030-03-20'],
  ['Dussehra', 'Asia/Kolkata', '2026-10-20 2028-09-27 2030-10-06'],
  ['Raksha Bandhan', 'Asia/Kolkata', '2026-08-28 2027-08-17 2028-08-05'],
  ['Pongal', 'Asia/Kolkata', '2026-01-14 2027-01-15 2028-01-15 2029-01-14'],
  ['Eid ul-Adha', 'Europe/London', '2026-05-27 2027-05-16'],
  ['Chinese New Year', 'Asia/Singapore', '2026-02-17 2027-02-06 2028-01-26 2029-02-13'],
  ['Yom Kippur', 'America/New_York', '2026-09-21 2027-10-11 2028-09-30'],
  ['Purim', 'America/New_York', '2026-03-03 2027-03-23 2028-03-12'],
  ['Easter', 'Europe/London', '2026-04-05 2027-03-28 2028-04-16 2029-04-01'],
  ["Mother's Day", 'Europe/London', '2026-03-15 2027-03-07'],
  ["Mother's Day", 'America/Chicago', '2026-05-10 2027-05-09'],
  ["Father's Day", 'Australia/Sydney', '2026-09-06 2027-09-05'],
  ['Thanksgiving', 'America/Toronto', '2026-10-12 2027-10-11'],
  ['Thanksgiving', 'America/Denver', '2026-11-26 2027-11-25'],
  ['St Patrick’s Day', 'Europe/Dublin', '2026-03-17 2027-03-17'],
  ['Black Friday', 'Europe/London', '2026-11-27 2027-11-26'],
])('%s in %s', (name, zone, days) => {
  for (const day of days.split(' ')) {
    const { facts } = readEnglish(`by ${name}`, { now: `${day.slice(0, 4)}-01-02T10:00`, zone });
    expect(facts.map(({ value }) => value)).toEqual([{ kind: 'date', date: day, day: null }]);
  }
});

test.each([
  ['Ramadan', '2027-02-08', '2027-03-08'],
  ['Lent', '2027-02-10', '2027-03-27'],
  ['Hanukkah', '2026-12-04', '2026-12-12'],
  ['Navratri', '2027-09-30', '2027-10-09'],
])('%s lasts', (name, from, to) => {
  const { facts } = readEnglish(`during ${name}`, { now: '2026-12-02T10:00', zone: 'Europe/London' });
  expect(facts.map(({ value }) => value)).toEqual([{ kind: 'dates', from, to }]);
});
