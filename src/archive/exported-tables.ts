// Which tables and columns go into an export: what the catalogue of columns says, and nothing beside it.
import { CATALOGUE } from '../privacy/catalogue.ts';
import type { TableEntry } from '../privacy/catalogue/entry.ts';

export interface ExportedTable {
  table: string;
  columns: string[];
  /** SQL over the table's columns: true for the rows of the person $1. */
  where: string;
}

/** A column that stays here, and why. */
export interface Withheld {
  column: string;
  why: string;
}

/** Of an organisation the person takes its name along, and nothing that others have in it. */
const OF_MEMBERS = new Map([['orgs', 'id in (select org_id from members where user_id = $1)']]);

/** A row that says no more than whose it is says nothing. */
const WHOSE = ['org_id', 'user_id'];

/** In the order of their names. Tables without a row of the person's own, or with nothing for them, are left out. */
export function exportedTables(catalogue: readonly TableEntry[] = CATALOGUE): ExportedTable[] {
  return catalogue
    .flatMap((entry) => {
      const where = whereOf(entry);
      const columns = Object.keys(entry.columns).filter((name) => entry.columns[name]!.export === true);
      return where === null || columns.every((name) => WHOSE.includes(name))
        ? []
        : [{ table: entry.table, columns, where }];
    })
    .toSorted((a, b) => a.table.localeCompare(b.table));
}

/** What is the person's and stays here, in the same order. */
export function withheldColumns(catalogue: readonly TableEntry[] = CATALOGUE): Withheld[] {
  return catalogue
    .filter((entry) => whereOf(entry) !== null)
    .flatMap(({ table, columns }) =>
      Object.entries(columns).flatMap(([name, { sort, export: said }]) =>
        said === true || sort === 'none' ? [] : [{ column: `${table}.${name}`, why: said.not }],
      ),
    )
    .toSorted((a, b) => a.column.localeCompare(b.column));
}

function whereOf({ table, whose }: TableEntry): string | null {
  if (whose === 'user_id') return 'user_id = $1';
  if (typeof whose === 'object') return `(${whose.where})`;
  return OF_MEMBERS.get(table) ?? null;
}
