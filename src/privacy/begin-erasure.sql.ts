// Begins an erasure, once: nobody can take it back from then on, and nobody comes in any more.
import type { EntityManager, QueryResult } from '@mikro-orm/postgresql';
import { addCounts } from './add-counts.sql.ts';

/** over: taken back, or done. waiting: in so many milliseconds, at the earliest. */
export type Beginning = { state: 'begun' } | { state: 'over' } | { state: 'waiting'; waitMs: number };

interface Row {
  userId: string | null;
  state: 'waiting' | 'erasing' | 'done';
  waitMs: number;
}

/**
 * As the system. An organisation in which only others are left gets an owner: the admin who has been there longest, or
 * else the member. Harmless when repeated.
 */
export async function beginErasure(em: EntityManager, erasureId: string): Promise<Beginning> {
  const [found] = await em.execute<Row[]>(
    `select user_id as "userId", state,
       ceil(greatest(0, extract(epoch from begins_at - now())) * 1000)::int as "waitMs"
     from erasures where id = ? for update`,
    [erasureId],
  );
  if (!found?.userId || found.state === 'done') return { state: 'over' };
  if (found.state === 'erasing') return { state: 'begun' };
  if (found.waitMs > 0) return { state: 'waiting', waitMs: found.waitMs };
  const { userId } = found;
  await em.execute(
    `update erasures set state = 'erasing', begun_at = now(), home_org_id = null,
       org_ids = array(select org_id from profiles where user_id = ? order by org_id) where id = ?`,
    [userId, erasureId],
  );
  const counts: Record<string, number> = {};
  for (const table of ['resting_members', 'api_keys', 'calendar_feeds', 'sessions']) {
    const gone = await em.execute<QueryResult>(`delete from ${table} where user_id = ?`, [userId], 'run');
    counts[`rows.${table === 'resting_members' ? 'members' : table}`] = gone.affectedRows;
  }
  await giveOwners(em, userId);
  await addCounts(em, erasureId, counts);
  return { state: 'begun' };
}

/** Since the person asked, an owner beside them may have left as well. */
async function giveOwners(em: EntityManager, userId: string): Promise<void> {
  await em.execute(
    `select from orgs where id in (select org_id from profiles where user_id = ?) order by id for no key update`,
    [userId],
  );
  await em.execute(
    `update members m set role = 'owner' from (
       select distinct on (org_id) org_id, user_id from members
       where org_id in (select org_id from profiles where user_id = ?)
         and org_id not in (select o.org_id from members o where o.role = 'owner'
           and o.org_id in (select org_id from profiles where user_id = ?))
       order by org_id, role <> 'admin', created_at, user_id) heir
     where (m.org_id, m.user_id) = (heir.org_id, heir.user_id)`,
    [userId, userId],
  );
}
