// README.txt of an export: what is in the file, in plain words, and what is not and why.
import type { Withheld } from './exported-tables.ts';

/** Lines end as on any machine; nothing of the person stands in it. */
export function readmeText(tables: readonly string[], withheld: readonly Withheld[]): string {
  const reasons = Map.groupBy(withheld, ({ why }) => why);
  const lines = [
    'What Flux keeps of you',
    '======================',
    '',
    'This file holds everything that Flux keeps of you, in all your organisations, as it was at one moment:',
    'manifest.json says which one. Nothing in it is of anybody else.',
    '',
    'For reading',
    '  tasks.csv, goals.csv, messages.csv, notifications.csv   tables that any spreadsheet opens',
    '  calendar.ics                                            your tasks, for any calendar',
    '',
    'A cell that begins like a formula has an apostrophe before it, so that no spreadsheet carries it out.',
    'The same words stand in the files under data/ as you wrote them.',
    '',
    'For machines',
    '  manifest.json   the version of this form, and of each file its rows, its size and its SHA-256',
    ...tables.map((table) => `  data/${table}.json`),
    '',
    'Moments are in UTC (ISO 8601). Days and times without a zone are those of your own clock.',
    'Flux reads this file again: POST /v1/me/imports.',
    '',
    'What is not in it, and why',
    ...[...reasons].flatMap(([why, columns]) => [
      `  ${columns.map(({ column }) => column).join(', ')}`,
      `      ${why}`,
    ]),
    '',
    'Telephone companies and model vendors that Flux worked with keep records of their own.',
    '',
  ];
  return lines.join('\r\n');
}
