// Finds goals whose sprint is over and that still run, in all organisations.
import type { EntityManager } from '@mikro-orm/postgresql';
import { SPRINT_OVER } from '../goals/sprint-over.ts';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export type FinishedGoal = Position & Person;

/** As the system, of people who belong to theirs: a page behind `after`, the oldest first. */
export async function findFinishedGoals(em: EntityManager, after: Position): Promise<FinishedGoal[]> {
  const rows: { id: string; org_id: string; user_id: string; created_at: string }[] = await em.execute(
    FINISHED,
    [after.at, after.id],
  );
  return rows.map(({ id, org_id: orgId, user_id: userId, created_at }) => ({
    at: new Date(created_at),
    id,
    orgId,
    userId,
  }));
}

const FINISHED = `
  select g.id, g.org_id, g.user_id, g.created_at from goals g
  where (g.created_at, g.id) > (?, ?) and ${SPRINT_OVER}
    and exists (select from members m where m.org_id = g.org_id and m.user_id = g.user_id)
  order by g.created_at, g.id limit ${PAGE_ROWS}`;
