// Finds whose settings changed lately, in all organisations.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';
import { HEARD_SECONDS } from './lately.ts';

export type ChangedProfile = Position & Person;

/** As the system: a page behind `after`, in the order of their changes; what is told just now is left out. */
export async function findChangedProfiles(em: EntityManager, after: Position): Promise<ChangedProfile[]> {
  const rows: { org_id: string; user_id: string; updated_at: string }[] = await em.execute(CHANGED, [
    after.at,
    after.at,
    after.id,
  ]);
  return rows.map(({ org_id: orgId, user_id: userId, updated_at }) => ({
    at: new Date(updated_at),
    id: userId,
    orgId,
    userId,
  }));
}

// Read with the precision of a position, which is a millisecond: what is found twice is woken twice.
const CHANGED = `
  select org_id, user_id, updated_at from profiles
  where updated_at >= ? and (date_trunc('milliseconds', updated_at), user_id) > (?, ?)
    and updated_at < date_trunc('milliseconds', now() - interval '${HEARD_SECONDS} seconds')
  order by updated_at, user_id limit ${PAGE_ROWS}`;
