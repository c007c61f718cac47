// Whether a goal's sprint is over: nothing of it is open, nothing of it rests, and no change of its plan waits.
import type { EntityManager } from '@mikro-orm/postgresql';
import { runStatement } from '../kernel/run-statement.ts';
import type { Ctx, Person } from '../kernel/context.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/** Of `goals g`. What rests by a pause and lies ahead comes back. */
const IS_TO_COME = `(t.status in ('pending', 'rescheduled')
  or t.status = 'cancelled' and t.cancelled_for = 'paused' and t.starts_at > now())`;
const OVER = `g.status = 'active' and g.modifies is null
  and not exists (select from tasks t where t.org_id = g.org_id and t.goal_id = g.id and ${IS_TO_COME})
  and not exists (select from tasks t where t.org_id = g.org_id and t.user_id = g.user_id
    and t.shared_with_goal_ids <> '{}' and t.shared_with_goal_ids @> array[g.id] and ${IS_TO_COME})`;

/** False, too, for a goal that does not run. */
export async function isSprintOver(ctx: Ctx | StatementCtx, goalId: string): Promise<boolean> {
  const statement = { name: 'is_sprint_over', text: IS_OVER, values: [goalId] };
  return (await runStatement<{ id: string }>(ctx, statement)).length > 0;
}

const IS_OVER = `select g.id from goals g where g.id = ? and ${OVER}`;

export interface FinishedGoal extends Person {
  at: Date;
  id: string;
}

/** As the system, in all organisations, of people who belong to theirs: a page behind `after`, the oldest first. */
export async function findFinishedGoals(
  em: EntityManager,
  { after, limit }: { after: { at: Date; id: string }; limit: number },
): Promise<FinishedGoal[]> {
  const rows: { id: string; org_id: string; user_id: string; created_at: string }[] = await em.execute(
    FINISHED,
    [after.at, after.id, limit],
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
  where (g.created_at, g.id) > (?, ?) and ${OVER}
    and exists (select from members m where m.org_id = g.org_id and m.user_id = g.user_id)
  order by g.created_at, g.id limit ?`;
