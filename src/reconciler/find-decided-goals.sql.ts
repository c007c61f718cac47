// Finds goals that were decided lately, in all organisations.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';
import { HEARD_SECONDS } from './lately.ts';

export type DecidedGoal = Position & Person & { goalId: string };

/** As the system: a page behind `after`, in the order of their changes; what is told just now is left out. */
export async function findDecidedGoals(em: EntityManager, after: Position): Promise<DecidedGoal[]> {
  const rows: { id: string; org_id: string; user_id: string; updated_at: string }[] = await em.execute(
    DECIDED,
    [after.at, after.at, after.id],
  );
  return rows.map(({ id, org_id: orgId, user_id: userId, updated_at }) => ({
    at: new Date(updated_at),
    id,
    orgId,
    userId,
    goalId: id,
  }));
}

// Read with the precision of a position, which is a millisecond.
const DECIDED = `
  select id, org_id, user_id, updated_at from goals
  where status in ('active', 'abandoned')
    and updated_at >= ? and (date_trunc('milliseconds', updated_at), id) > (?, ?)
    and updated_at < date_trunc('milliseconds', now() - interval '${HEARD_SECONDS} seconds')
  order by updated_at, id limit ${PAGE_ROWS}`;
