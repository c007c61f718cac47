// What was done and missed week by week, the weeks without anything included.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { addDays } from '../kernel/time.ts';
import { COUNTS, DONE_AND_MISSED, ME_BY_WEEKS, type Decided } from './figures.ts';

/** From Monday to Sunday. */
export interface Week extends Decided {
  from: string;
  to: string;
}

/** The last `count` weeks of the person's calendar, the present one included, the oldest first. Throws NOT_FOUND. */
export async function listWeeks(ctx: Ctx | StatementCtx, count: number): Promise<Week[]> {
  const statement = { name: 'list_weeks', text: WEEKS, values: [count - 1] };
  const [row] = await runStatement<{ found: Found }>(ctx, statement);
  if (!row) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  const { first, weeks } = row.found;
  const known = new Map(weeks.map((week) => [week.monday, week]));
  return Array.from({ length: count }, (_, index) => {
    const from = addDays(first, 7 * index);
    const { done = 0, missed = 0 } = known.get(from) ?? {};
    return { from, to: addDays(from, 6), done, missed };
  });
}

interface Found {
  first: string;
  weeks: (Decided & { monday: string })[];
}

const WEEKS = `
  with me as materialized (${ME_BY_WEEKS})
  select json_build_object('first', me.first, 'weeks', (
    select coalesce(json_agg(w), '[]') from (
      select date_trunc('week', t.settled_day)::date as monday, ${DONE_AND_MISSED} from tasks t
      where ${COUNTS} and t.settled_day between me.first and me.reached group by 1) w)) as found
  from me`;
