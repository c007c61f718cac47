// Gives a person one row in every table that has an org_id, filled from what the catalogue says of its columns.
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface Owner {
  orgId: string;
  userId: string;
}

export interface Table {
  name: string;
  columns: Column[];
  references: Reference[];
  primaryKey: string[];
  /** Its rows belong to one person of the organisation. */
  isPersonal: boolean;
  /** What flux_tenant may do with whole rows. */
  rights: Right[];
}

export type Right = 'select' | 'insert' | 'update' | 'delete';

interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
  /** Of a column that takes one of a list. */
  firstChoice: string | null;
}

/** A foreign key: which columns say which columns of which table. */
interface Reference {
  name: string;
  target: string;
  columns: string[];
  targetColumns: string[];
}

type Row = Record<string, unknown>;

/** Every table with an org_id; one that is referred to comes before those that refer to it. */
export async function readTables(admin: pg.Client): Promise<Table[]> {
  const { rows } = await admin.query<Table>(`
    select c.relname as name,
      (select json_agg(json_build_object(
          'name', attname, 'type', format_type(atttypid, null), 'isNullable', not attnotnull, 'hasDefault', atthasdef,
          'firstChoice', (select (regexp_match(pg_get_constraintdef(k.oid), $$ARRAY\\['([^']+)'$$))[1]
                          from pg_constraint k where k.conrelid = c.oid and contype = 'c' and conkey = array[attnum] limit 1)))
        from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns,
      (select coalesce(json_agg(json_build_object('name', conname, 'target', confrelid::regclass::text,
          'columns', ${namesOf('conrelid', 'conkey')}, 'targetColumns', ${namesOf('confrelid', 'confkey')})), '[]')
        from pg_constraint where conrelid = c.oid and contype = 'f') as "references",
      (select ${namesOf('conrelid', 'conkey')} from pg_constraint where conrelid = c.oid and contype = 'p') as "primaryKey",
      exists (select from pg_attribute where attrelid = c.oid and attname = 'user_id') as "isPersonal",
      (select coalesce(json_agg(r), '[]') from unnest(array['select', 'insert', 'update', 'delete']) as r
        where has_table_privilege('flux_tenant', c.oid, r)) as rights
    from pg_class c
    where relkind = 'r' and relnamespace = 'public'::regnamespace
      and exists (select from pg_attribute where attrelid = c.oid and attname = 'org_id')`);
  return inOrder(rows);
}

/** Fills what is empty of `owner`'s tables. The organisation, the person and their profile are there already. */
export async function seedEveryTable(admin: pg.Client, tables: Table[], owner: Owner): Promise<void> {
  const own = new Map<string, Row>([
    ['orgs', { id: owner.orgId }],
    ['users', { id: owner.userId }],
  ]);
  for (const table of tables) {
    const row = (await rowOf(admin, table, owner)) ?? (await insertRow(admin, table, owner, own));
    own.set(table.name, row);
  }
}

/** A row of the owner, or of their organisation where rows are nobody's own. */
export async function rowOf(
  admin: pg.Client,
  { name, isPersonal }: Pick<Table, 'name' | 'isPersonal'>,
  { orgId, userId }: Owner,
): Promise<Row | null> {
  const { rows } = await admin.query<Row>(
    `select * from ${name} where org_id = $1 ${isPersonal ? 'and user_id = $2' : ''} limit 1`,
    isPersonal ? [orgId, userId] : [orgId],
  );
  return rows[0] ?? null;
}

async function insertRow(admin: pg.Client, table: Table, owner: Owner, own: Map<string, Row>): Promise<Row> {
  const values: Row = { org_id: owner.orgId, ...(table.isPersonal && { user_id: owner.userId }) };
  for (const { target, columns, targetColumns } of table.references)
    for (const [index, column] of columns.entries())
      values[column] ??= own.get(target)?.[targetColumns[index]!] ?? null;
  for (const column of table.columns)
    if (values[column.name] === undefined && !column.isNullable && !column.hasDefault)
      values[column.name] = valueFor(column);
  const names = Object.keys(values);
  const { rows } = await admin.query<Row>(
    `insert into ${table.name} (${names.join(', ')}) values (${names.map((_, i) => `$${i + 1}`).join(', ')}) returning *`,
    Object.values(values),
  );
  return rows[0]!;
}

function valueFor({ name, type, firstChoice }: Column): unknown {
  if (firstChoice !== null) return firstChoice;
  const make = VALUES[type];
  if (!make) throw new Error(`no example of type ${type} for ${name}: add one`);
  return make();
}

const VALUES: Record<string, () => unknown> = {
  uuid: () => randomUUID(),
  text: () => randomUUID(),
  integer: () => 1,
  real: () => 0.5,
  boolean: () => false,
  date: () => '2026-11-23',
  'timestamp with time zone': () => '2026-11-23T07:00:00Z',
  jsonb: () => '{}',
  bytea: () => Buffer.from('bytes'),
  'text[]': () => [],
};

function inOrder(tables: Table[]): Table[] {
  const sorted: Table[] = [];
  const place = (table: Table): void => {
    if (sorted.includes(table)) return;
    for (const { target } of table.references) {
      const before = tables.find(({ name }) => name === target);
      if (before && before !== table) place(before);
    }
    sorted.push(table);
  };
  for (const table of tables) place(table);
  return sorted;
}

function namesOf(table: string, numbers: string): string {
  return `(select json_agg(attname order by ord) from unnest(${numbers}) with ordinality as n (attnum, ord)
           join pg_attribute a on a.attrelid = ${table} and a.attnum = n.attnum)`;
}
