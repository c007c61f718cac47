// Reads the rows of a table that are one person's, some at a time, each as the JSON that stands in the file.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { ExportedTable } from './exported-tables.ts';
import type { ColumnTypes } from './read-moment.sql.ts';

/** So many rows are in memory at once. */
const AT_ONCE = 500;
/** Of a cursor; one is open at a time. */
const CURSOR = 'exported_rows';

/**
 * In a transaction as the system, in batches, oldest first where the table knows its age; moments in UTC (ISO 8601,
 * milliseconds, Z). `userId`, `orgIds`: UUIDs. Throws Error for a row of somebody else, whatever the statement has
 * found.
 */
export async function* readRows(
  em: EntityManager,
  { table, columns, where }: ExportedTable,
  { userId, orgIds, types }: { userId: string; orgIds: readonly string[]; types: ColumnTypes },
): AsyncGenerator<string[]> {
  const selected = columns.map((name) => `${spelled(name, types.get(`${table}.${name}`))} as ${name}`);
  const names = [...types.keys()];
  const hasOwner = names.includes(`${table}.user_id`);
  const owner = hasOwner ? 'user_id::text' : 'null';
  const age = names.includes(`${table}.created_at`) ? ' order by created_at' : '';
  // PostgreSQL takes no parameters in the query of a cursor that is declared: the ids are UUIDs and nothing else.
  if (![userId, ...orgIds].every((id) => UUID.test(id)))
    throw new Error('an export needs the id of a person');
  // Nearly every index begins with the organisation.
  const isWithin = hasOwner && names.includes(`${table}.org_id`);
  const within = isWithin ? `org_id = any ('{${orgIds.join(',')}}'::uuid[]) and ` : '';
  const rows = `select ${owner} as owner, row_to_json((select r from (select ${selected.join(', ')}) r))::text as row
    from ${table} where ${within}${where.replaceAll('$1', `'${userId}'::uuid`)}${age}`;
  await em.execute(`declare ${CURSOR} no scroll cursor for ${rows}`);
  for (;;) {
    const batch: { owner: string | null; row: string }[] = await em.execute(
      `fetch ${AT_ONCE} from ${CURSOR}`,
    );
    for (const { owner: of } of batch)
      if (hasOwner && of !== userId) throw new Error(`${table}: a row of somebody else`);
    if (batch.length > 0) yield batch.map(({ row }) => row);
    if (batch.length < AT_ONCE) break;
  }
  await em.execute(`close ${CURSOR}`);
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

const spelled = (column: string, type: string | undefined): string =>
  type === 'timestamp with time zone'
    ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : column;
