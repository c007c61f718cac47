// Reads a project that Todoist has exported as CSV, in any form that it has had: columns are known by their names.
import { createHash } from 'node:crypto';
import { CsvError, parse } from 'csv-parse/sync';
import { cleanWords } from './clean-words.ts';
import { nothing, openTask, type Found, type Refusal, type RuleFound, type TaskFound } from './found.ts';
import { LONGEST_MINUTES, SHORTEST_MINUTES } from './ics-single.ts';
import type { Reading } from './ics-component.ts';
import { unreadable } from './read-text.ts';
import { readTodoistDate } from './todoist-date.ts';

/** Of a task that names no length. */
const MINUTES_UNSAID = 30;
const MOST_ROWS = 10_000;
/** No line of theirs is longer. */
const MOST_LETTERS = 100_000;

type Row = Record<string, string>;
type Described = Pick<TaskFound, 'description'>;

/** Throws IMPORT_UNREADABLE for what is no such table. Authors and whoever is responsible are read by nobody. */
export function readTodoist(text: string, reading: Reading, now = new Date()): Found {
  const found = nothing('todoist');
  const seen = new Map<string, number>();
  let section = '';
  let above: Described | null = null;
  for (const { record: row, info } of rowsOf(text)) {
    const line = info.lines;
    const kind = (row['TYPE'] ?? '').toLowerCase();
    if (kind === 'section') section = row['CONTENT'] ?? '';
    if (kind === 'note' && above) addNote(above, row['CONTENT'] ?? '');
    if (kind !== 'task') continue;
    const origin = originOf(row, section, seen);
    above = readTask(found, row, { origin, line, reading, now });
  }
  return found;
}

function rowsOf(text: string): { record: Row; info: { lines: number } }[] {
  let rows: { record: Row; info: { lines: number } }[];
  try {
    rows = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: MOST_LETTERS,
      columns: (head: string[]) => {
        const names = head.map((name) => name.trim().toUpperCase());
        if (!names.includes('TYPE') || !names.includes('CONTENT'))
          throw unreadable('no_todoist', 'Its first line names no columns TYPE and CONTENT.');
        return names;
      },
    }) as unknown as { record: Row; info: { lines: number } }[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable('no_table', 'It is no table, or a quotation mark in it has no end.', error);
  }
  if (rows.length > MOST_ROWS)
    throw unreadable('too_many', `It holds more than ${MOST_ROWS} lines: cut it into several files.`);
  return rows;
}

/** A file has no ids: what says the same, in the same place, for the same time in the file is the same. */
function originOf(row: Row, section: string, seen: Map<string, number>): string {
  const said = ['CONTENT', 'DESCRIPTION', 'DATE', 'TIMEZONE', 'INDENT'].map((name) => row[name] ?? '');
  const hash = createHash('sha256')
    .update(JSON.stringify([section, ...said]))
    .digest('hex');
  const times = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, times);
  return `${hash} ${times}`;
}

function readTask(
  found: Found,
  row: Row,
  { origin, line, reading, now }: { origin: string; line: number; reading: Reading; now: Date },
): Described | null {
  const cell = (name: string): string => (row[name] ?? '').trim();
  const words = cleanWords(cell('CONTENT'), cell('DESCRIPTION'));
  const refuse = ({ reason, detail }: Pick<Refusal, 'reason' | 'detail'>): null => {
    found.refused.push({ line, what: words?.title ?? '', reason, detail });
    return null;
  };
  if (!words) return refuse({ reason: 'no_title', detail: 'It has no title.' });
  const when = readTodoistDate(
    {
      date: cell('DATE') || cell('DUE_DATE'),
      language: (cell('DATE_LANG') || cell('DUE_DATE_LANG')).toLowerCase(),
      zone: cell('TIMEZONE'),
    },
    { ...reading, now },
  );
  if ('reason' in when) return refuse(when);
  const minutes = minutesOf(cell('DURATION'), cell('DURATION_UNIT'));
  if (minutes === null || minutes > LONGEST_MINUTES)
    return refuse({
      reason: 'too_long',
      detail: 'Its length is none between five minutes and twelve hours.',
    });
  const durationMinutes = Math.max(minutes, SHORTEST_MINUTES);
  const { rrule, startsAt, date: startDate, time: localTime, zone } = when;
  if (rrule === null) {
    const task = openTask({ ...words, origin, line, durationMinutes, startsAt: startsAt.toISOString() });
    found.tasks.push(task);
    return task;
  }
  const rule: RuleFound = {
    ...words,
    origin,
    line,
    rrule,
    startDate,
    localTime,
    zone,
    durationMinutes,
    exdates: [],
    rdates: [],
    zoneIsFixed: cell('TIMEZONE') !== '',
    goal: null,
    endedAt: null,
    occurrences: 'made',
  };
  found.rules.push(rule);
  return rule;
}

/** Null for what is no length in minutes. */
function minutesOf(amount: string, unit: string): number | null {
  if (amount === '' || amount.toLowerCase() === 'none') return MINUTES_UNSAID;
  return /^\d{1,4}$/.test(amount) && unit.toLowerCase() === 'minute' ? Number(amount) : null;
}

/** A note belongs to the task above it. */
function addNote(above: Described, note: string): void {
  const added = cleanWords('note', [above.description, note].filter(Boolean).join('\n\n'));
  if (added) above.description = added.description;
}
