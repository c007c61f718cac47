// How a person is doing: their streak, today, and a year of days, in one statement.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import { COUNTS, DONE_AND_MISSED, HEATMAP_DAYS, ME, OF_TODAY, type Decided } from './figures.ts';

export interface Overview {
  /** "2026-11-24", where the person is. */
  today: string;
  /** IANA name. */
  zone: string;
  /** Days that were kept since the last one that was lost. */
  streak: number;
  longestStreak: number;
  ofToday: Decided & { open: number };
  /** The days of the last year on which something was done or missed, in order. */
  days: (Decided & { day: string })[];
}

/** Throws NOT_FOUND where the person left the organisation. */
export async function readOverview(ctx: Ctx | StatementCtx): Promise<Overview> {
  const statement = { name: 'read_overview', text: OVERVIEW, values: [] };
  const [row] = await runStatement<{ overview: Overview | null }>(ctx, statement);
  if (!row?.overview) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  return row.overview;
}

/** A pause of everything; the day on which it was ended still belongs to it. */
const RESTS = `exists (select from task_pauses p where p.rule_id is null and p.goal_id is null
  and d.day between p.from_date and coalesce(least(p.until_date, p.ended_on), 'infinity'))`;

/**
 * A day is kept on which at least half of what counts was done, and lost when it is over and nothing was; in between,
 * and without anything, it neither lengthens a streak nor ends it. docs/how-it-works.md says it to people.
 */
const OVERVIEW = `
  with me as materialized (${ME}),
  days as materialized (
    select t.settled_day as day, ${DONE_AND_MISSED} from tasks t, me
    where ${COUNTS} and t.settled_day <= me.reached group by 1),
  judged as (
    select d.day, d.done > 0 and d.done >= d.missed as is_kept,
      d.done = 0 and d.day < me.today and not ${RESTS} as is_lost
    from days d, me),
  streaks as (
    select streak, count(*) filter (where is_kept) as kept
    from (select is_kept, count(*) filter (where is_lost) over (order by day) as streak from judged) numbered
    group by streak)
  select json_build_object(
    'today', me.today, 'zone', me.zone,
    'streak', coalesce((select kept from streaks order by streak desc limit 1), 0),
    'longestStreak', coalesce((select max(kept) from streaks), 0),
    'ofToday', (select row_to_json(o) from (${OF_TODAY}) o),
    'days', (select coalesce(json_agg(d order by d.day), '[]') from days d where d.day > me.today - ${HEATMAP_DAYS})
  ) as overview from me`;
