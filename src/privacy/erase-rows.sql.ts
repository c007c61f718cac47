// Deletes the rows of somebody, table after table in the order of the catalogue, in batches that hold nobody up.
import type { EntityManager, QueryResult } from '@mikro-orm/postgresql';
import type { TableEntry } from './catalogue/entry.ts';
import { addCounts } from './add-counts.sql.ts';
import { ORGS_OF_PERSON } from './subject.ts';

/** So many rows at once. */
const BATCH = 1000;

/** What is gone by one step: so many of which table; null: the table is through. */
type Erased = number | null;

/** As the system, in one transaction with what the receipt says of it. */
export async function eraseBatch(
  em: EntityManager,
  entry: TableEntry,
  { erasureId, userId }: { erasureId: string; userId: string },
): Promise<Erased> {
  const step = entry.whose === 'organisation' ? eraseOrgs : entry.rows === 'kept' ? emptyRows : deleteRows;
  const count = await step(em, entry, { erasureId, userId });
  const name = `${entry.rows === 'kept' ? 'kept' : 'rows'}.${entry.table}`;
  await addCounts(em, erasureId, { [name]: count });
  // A row that somebody changed meanwhile lies elsewhere by now: the next look finds it there.
  return count === 0 ? null : count;
}

interface Subject {
  erasureId: string;
  userId: string;
}

async function deleteRows(em: EntityManager, entry: TableEntry, subject: Subject): Promise<number> {
  const { sql, values } = whoseRows(entry, subject);
  for (const column of entry.untied ?? [])
    await em.execute(
      `update ${entry.table} set ${column} = null where ${sql} and ${column} is not null`,
      values,
    );
  return affected(
    em,
    `delete from ${entry.table} where ctid = any (array(select ctid from ${entry.table} where ${sql} limit ${BATCH}))`,
    values,
  );
}

/** Rows that stay name nobody any more. */
async function emptyRows(em: EntityManager, entry: TableEntry, subject: Subject): Promise<number> {
  const { sql, values } = whoseRows(entry, subject);
  const nulled = Object.entries(entry.columns).flatMap(([name, { erasure }]) =>
    erasure === 'nulled' ? [`${name} = null`] : [],
  );
  return affected(
    em,
    `update ${entry.table} set ${nulled.join(', ')} where ctid = any (array(
       select ctid from ${entry.table} where ${sql} limit ${BATCH}))`,
    values,
  );
}

/** What was spent in organisations that are gone stays, of none that anybody knows. */
const NAMELESS = `'00000000-0000-0000-0000-000000000000'`;

/**
 * Organisations of the person in which nobody is left. Where somebody who once belonged has rows, which are theirs, it
 * stays without its name.
 */
async function eraseOrgs(em: EntityManager, _entry: TableEntry, { erasureId }: Subject): Promise<number> {
  const left = `select o.id from orgs o where o.id = any (select unnest(org_ids) from erasures where id = ?)
    and not exists (select from members m where m.org_id = o.id)
    and not exists (select from resting_members r where r.org_id = o.id)`;
  const gone = `(${left} and not exists (select from profiles p where p.org_id = o.id))`;
  await em.execute(`update orgs set name = '-' where id in (${left}) and name <> '-'`, [erasureId]);
  await em.execute(`delete from invitations where org_id in ${gone}`, [erasureId]);
  for (const table of ['llm_spendings', 'llm_budgets'])
    await em.execute(`delete from ${table} where user_id is null and org_id in ${gone}`, [erasureId]);
  await em.execute(
    `insert into orgs (id, name, kind) values (${NAMELESS}, '-', 'team') on conflict do nothing`,
  );
  await em.execute(
    `update llm_call_events l set org_id = ${NAMELESS}, request_id = case when not exists (
       select from llm_call_events o where o.org_id = ${NAMELESS} and o.provider = l.provider
         and o.request_id = l.request_id) then request_id end
     where user_id is null and org_id in ${gone}`,
    [erasureId],
  );
  return affected(em, `delete from orgs where id in ${gone}`, [erasureId]);
}

/** With their organisations, those that they have left as well: most tables have no index that begins with a person. */
function whoseRows({ whose, columns }: TableEntry, { userId }: Subject): { sql: string; values: string[] } {
  if (typeof whose !== 'object')
    return 'org_id' in columns
      ? { sql: `(user_id = ? and org_id = any (${ORGS_OF_PERSON}))`, values: [userId, userId, userId] }
      : { sql: '(user_id = ?)', values: [userId] };
  const parts = whose.where.split('$1');
  return { sql: `(${parts.join('?')})`, values: parts.slice(1).map(() => userId) };
}

async function affected(em: EntityManager, sql: string, values: string[]): Promise<number> {
  return (await em.execute<QueryResult>(sql, values, 'run')).affectedRows;
}
