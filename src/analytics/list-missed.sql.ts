// What was missed, by what its goal is about.
import type { Ctx } from '../kernel/context.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { COUNTS, DONE_AND_MISSED, ME_BY_WEEKS, type Decided } from './figures.ts';

export interface MissedCategory extends Decided {
  /** The first tag of the goal; null for tasks without a goal, and for goals without a tag. */
  category: string | null;
}

/**
 * Categories of which something was missed in the last `weeks`, the present one included, the most missed first. A
 * task counts for its own goal, and not for those that it is shared with.
 */
export async function listMissed(ctx: Ctx | StatementCtx, weeks: number): Promise<MissedCategory[]> {
  return runStatement<MissedCategory>(ctx, { name: 'list_missed', text: MISSED, values: [weeks - 1] });
}

const MISSED = `
  with me as materialized (${ME_BY_WEEKS})
  select g.tags[1] as category, ${DONE_AND_MISSED}
  from me join tasks t on ${COUNTS} and t.settled_day between me.first and me.reached
    left join goals g on g.org_id = t.org_id and g.id = t.goal_id
  group by 1 having count(*) filter (where t.status = 'missed') > 0
  order by missed desc, done, category`;
