// What stands in an export: the names of its entries, which are constants, and where the text of each comes from.
import type { EntityManager } from '@mikro-orm/postgresql';
import { CALENDAR_END, CALENDAR_HEAD, calendarEvents } from './calendar-text.ts';
import { csvHead, csvRows } from './csv.ts';
import { exportedTables, withheldColumns, type ExportedTable } from './exported-tables.ts';
import { readmeText } from './readme-text.ts';
import type { ColumnTypes } from './read-moment.sql.ts';
import { readRows } from './read-rows.sql.ts';
import { TABLES_FOR_PEOPLE } from './tables-for-people.ts';

export interface Entry {
  /** Inside the file; never of anything that somebody wrote. */
  name: string;
  /** Pieces of its text; `count` is told of rows as they are read. */
  text: (source: RowSource, count: (rows: number) => void) => AsyncGenerator<string>;
}

/** Whose rows, in which transaction. */
export interface RowSource {
  em: EntityManager;
  userId: string;
  /** Theirs, also those that they left. */
  orgIds: readonly string[];
  types: ColumnTypes;
}

/** In the order of the file. `manifest.json` comes behind them. */
export function entriesOf(tables: readonly ExportedTable[] = exportedTables()): Entry[] {
  const byName = new Map(tables.map((one) => [one.table, one]));
  const readme = readmeText(
    tables.map(({ table }) => table),
    withheldColumns(),
  );
  return [
    {
      name: 'README.txt',
      text: async function* () {
        yield readme;
      },
    },
    ...TABLES_FOR_PEOPLE.map(({ name, table, columns }): Entry => ({
      name,
      text: async function* (source, count) {
        yield csvHead(columns);
        for await (const rows of parsedRows(byName.get(table)!, source, count)) yield csvRows(columns, rows);
      },
    })),
    {
      name: 'calendar.ics',
      text: async function* (source, count) {
        yield CALENDAR_HEAD;
        for await (const rows of parsedRows(byName.get('tasks')!, source, count)) yield calendarEvents(rows);
        yield CALENDAR_END;
      },
    },
    ...tables.map((table): Entry => ({ name: `data/${table.table}.json`, text: jsonOf(table) })),
  ];
}

const jsonOf = (table: ExportedTable): Entry['text'] =>
  async function* (source, count) {
    let before = '[\n';
    for await (const rows of readRows(source.em, table, source)) {
      count(rows.length);
      yield `${before}${rows.join(',\n')}`;
      before = ',\n';
    }
    yield before === '[\n' ? '[]\n' : '\n]\n';
  };

async function* parsedRows(table: ExportedTable, source: RowSource, count: (rows: number) => void) {
  for await (const rows of readRows(source.em, table, source)) {
    count(rows.length);
    yield rows.map((row) => JSON.parse(row) as Record<string, unknown>);
  }
}
