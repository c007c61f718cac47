// Counts what was done and missed by local weekday and hour: the evidence that the pattern observer reads.
import type { PatternEvidence } from '../patterns/pattern-observer.agent.ts';
import { DAYS } from '../kernel/week.ts';
import { TAGS } from '../planning/tags.ts';
import type { Ctx } from '../kernel/context.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/**
 * On the clock of the person as it was when each was settled, whichever zone they are in now; a task of several
 * categories counts for the first one.
 */
export async function countHistory(
  ctx: Ctx | StatementCtx,
): Promise<Pick<PatternEvidence, 'days_of_data' | 'history'>> {
  const rows = await runStatement<Row>(ctx, { name: 'count_history', text: HISTORY, values: [] });
  const firstMs = Math.min(...rows.map((row) => row.first_ms));
  return {
    days_of_data: rows.length === 0 ? 0 : Math.max(0, Math.floor((Date.now() - firstMs) / 86_400_000)),
    history: rows.map((row) => ({
      day: DAYS[row.weekday - 1]!,
      hour: row.hour,
      category: TAGS.find((tag) => tag === row.tag) ?? null,
      done: row.done,
      missed: row.missed,
    })),
  };
}

interface Row {
  weekday: number;
  hour: number;
  tag: string | null;
  done: number;
  missed: number;
  first_ms: number;
}

const HISTORY = `
  select extract(isodow from t.settled_day)::int as weekday, t.settled_hour as hour, g.tags[1] as tag,
    count(*) filter (where t.status = 'done')::int as done,
    count(*) filter (where t.status = 'missed')::int as missed,
    (extract(epoch from min(t.starts_at)) * 1000)::float8 as first_ms
  from tasks t left join goals g on g.org_id = t.org_id and g.id = t.goal_id
  where t.status in ('done', 'missed') group by 1, 2, 3`;
