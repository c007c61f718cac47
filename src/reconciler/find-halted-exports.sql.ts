// Finds exports that should be written, and gives those up that nobody can write any more.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export type HaltedExport = Position & Person & { exportId: string };

/** As the system, in all organisations: a page behind `after`, of what was asked for half a minute ago or longer. */
export async function findHaltedExports(em: EntityManager, after: Position): Promise<HaltedExport[]> {
  const given: { id: string }[] = await em.execute(GIVE_UP);
  // A statement of its own: it sees the part that somebody was storing when the first one had to wait.
  if (given.length > 0) await em.execute(DELETE_PARTS, [given.map(({ id }) => id)]);
  const rows: { id: string; org_id: string; user_id: string; created_at: string }[] = await em.execute(
    HALTED,
    [after.at, after.id],
  );
  return rows.map(({ id, org_id: orgId, user_id: userId, created_at }) => ({
    at: new Date(created_at),
    id,
    orgId,
    userId,
    exportId: id,
  }));
}

// Who has left the organisation in which they asked may ask in another one; and a day is enough for any file.
const GIVE_UP = `
  update account_exports e set state = 'failed', running_for = null, finished_at = now()
  where state = 'running' and (created_at < now() - interval '1 day'
    or not exists (select from members m where m.org_id = e.org_id and m.user_id = e.user_id))
  returning id`;
const DELETE_PARTS = 'delete from account_export_parts where export_id in (?)';
const HALTED = `
  select id, org_id, user_id, created_at from account_exports
  where state = 'running' and created_at < now() - interval '30 seconds' and (created_at, id) > (?, ?)
  order by created_at, id limit ${PAGE_ROWS}`;
