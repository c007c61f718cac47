// How a table is described: whose its rows are, how long they stay, and of each column whether it is of a person,
// goes into their export, and what their erasure does to it.
import type { InferEntity } from '@mikro-orm/core';

/**
 * none: says nothing of anybody by itself. personal: of a person, or their words. secret: lets somebody in, or proves
 * something.
 */
export type Sort = 'none' | 'personal' | 'secret';

/** What becomes of a value when the account is erased that it belongs to. */
export type Erasure =
  /** It goes with its row. */
  | 'deleted'
  /** The row stays without it. */
  | 'nulled'
  /** It stays, and why that names nobody any more. */
  | { kept: string };

export interface Column {
  sort: Sort;
  /** True: it stands in its person's export. Otherwise why it does not. */
  export: true | { not: string };
  /** Without it: as the rows of its table. */
  erasure?: Erasure;
}

/** How the rows of one person are found in a table. */
export type Whose =
  /** By its column `user_id`. */
  | 'user_id'
  /** By SQL over the table's columns, true for the rows of the person $1. */
  | { where: string }
  /** Rows of an organisation: they go with it, where nobody else belongs to it. */
  | 'organisation'
  /** Of nobody: no row can be led back to a person. */
  | 'nobody';

export interface TableEntry {
  /** As in SQL. */
  table: string;
  whose: Whose;
  /** What erasure does to the rows. */
  rows: 'deleted' | 'kept';
  /** Columns by which rows refer to others of the same table: emptied before any goes. */
  untied?: readonly string[];
  /** How long a row stays while its person has an account, where no policy of `src/retention` says it. */
  kept?: string;
  /** By the column's name in SQL. */
  columns: Readonly<Record<string, Column>>;
}

/** An entity, for its table and the names of its columns. */
interface Described {
  meta: { tableName?: string };
}

type Properties<E> = Extract<keyof InferEntity<E>, string>;

/** An entry whose columns are the entity's own: one that is missing, or is none of its, does not compile. */
export function describe<const E extends Described>(
  entity: E,
  entry: Omit<TableEntry, 'table' | 'columns'> & { columns: Record<Properties<E>, Column> },
): TableEntry {
  const columns = Object.entries<Column>(entry.columns).map(
    ([property, column]) => [inSql(property), column] as const,
  );
  return { ...entry, table: entity.meta.tableName!, columns: Object.fromEntries(columns) };
}

/** As the mapper names columns. */
const inSql = (property: string): string =>
  property.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

/** Ids, states, moments and numbers that say nothing by themselves; they go along with their row. */
export const plain: Column = { sort: 'none', export: true };
/** Of the person, or in their words. */
export const personal: Column = { sort: 'personal', export: true };

/** Of our machinery, and nothing that a person would take along. */
export const inner = (not: string): Column => ({ sort: 'none', export: { not } });
/** Whoever knows it may do something, or learns something that was proven. */
export const secret = (not: string): Column => ({ sort: 'secret', export: { not } });

/** Of every row of one person. */
export const ofAPerson = {
  id: plain,
  orgId: plain,
  userId: personal,
  createdAt: plain,
} satisfies Record<string, Column>;

/** All that a person keeps in Flux, until they delete it or their account. */
export const AS_LONG_AS_THE_ACCOUNT = 'as long as the account';
