// What a person reads themselves of their export: tasks, goals, messages and notifications as tables.
import type { CsvColumn } from './csv.ts';

type Row = Record<string, unknown>;

export interface TableForPeople {
  /** Name of the entry. */
  name: string;
  table: string;
  columns: readonly CsvColumn<Row>[];
}

const column = (head: string, name: string): CsvColumn<Row> => [head, (row) => written(row[name])];

function written(value: unknown): string | number | null {
  if (value === null || value === undefined || typeof value === 'number') return value ?? null;
  return typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

export const TABLES_FOR_PEOPLE: readonly TableForPeople[] = [
  {
    name: 'tasks.csv',
    table: 'tasks',
    columns: [
      column('Title', 'title'),
      column('Description', 'description'),
      column('Starts at (UTC)', 'starts_at'),
      column('Minutes', 'duration_minutes'),
      column('Status', 'status'),
      column('Settled at (UTC)', 'settled_at'),
      column('Id', 'id'),
    ],
  },
  {
    name: 'goals.csv',
    table: 'goals',
    columns: [
      column('Title', 'title'),
      column('In your words', 'wish'),
      column('Topics', 'tags'),
      column('Status', 'status'),
      column('Since (UTC)', 'created_at'),
      column('Id', 'id'),
    ],
  },
  {
    name: 'messages.csv',
    table: 'messages',
    columns: [
      column('At (UTC)', 'created_at'),
      column('Who', 'role'),
      column('Text', 'text'),
      column('Conversation', 'conversation_id'),
    ],
  },
  {
    name: 'notifications.csv',
    table: 'notification_log',
    columns: [
      column('At (UTC)', 'created_at'),
      column('Direction', 'direction'),
      column('Channel', 'channel'),
      column('What', 'event'),
      column('Text', 'body'),
      column('Task', 'task_id'),
    ],
  },
];
