// Whether a goal's sprint is over: asked whenever one of its sessions is settled, in one round trip.
import type { Ctx } from '../kernel/context.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { SPRINT_OVER } from './sprint-over.ts';

/** False, too, for a goal that does not run. */
export async function isSprintOver(ctx: Ctx | StatementCtx, goalId: string): Promise<boolean> {
  const statement = { name: 'is_sprint_over', text: IS_OVER, values: [goalId] };
  return (await runStatement<{ id: string }>(ctx, statement)).length > 0;
}

const IS_OVER = `select g.id from goals g where g.id = ? and ${SPRINT_OVER}`;
