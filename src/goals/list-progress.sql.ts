// How far goals are, counted from the tasks that serve them: their own, and those that others share with them.
import type { Ctx } from '../kernel/context.ts';
import { placeBehind } from '../kernel/cursor.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import type { Goal } from './goal.entity.ts';

export interface Progress {
  done: number;
  missed: number;
  undelivered: number;
  open: number;
  /** Leaves out what was never delivered, and what was cancelled: it counts for nothing. */
  total: number;
}

export interface GoalProgress extends Progress {
  id: string;
  title: string;
  status: Goal['status'];
  tags: string[];
  createdAt: Date;
  /** The next that is still to be done. */
  next: { taskId: string; title: string; startsAt: Date } | null;
  /** Of the person. */
  zone: string;
}

export interface ProgressFilter {
  /** This one alone. */
  goalId?: string;
  status?: Goal['status'] | undefined;
  limit: number;
  /** The cursor of the page before. */
  before?: string | null | undefined;
}

/** The newest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listProgress(
  ctx: Ctx | StatementCtx,
  { goalId, status, limit, before }: ProgressFilter,
): Promise<GoalProgress[]> {
  const place = placeBehind(before);
  const at = place?.at.toISOString() ?? null;
  const values = [goalId ?? null, goalId ?? null, status ?? null, status ?? null, at, at, place?.id ?? null];
  const statement = { name: 'list_progress', text: PROGRESS, values: [...values, limit] };
  const rows = await runStatement<{ goal: Found }>(ctx, statement);
  return rows.map(({ goal: { createdAt, next, ...goal } }) => ({
    ...goal,
    createdAt: new Date(createdAt),
    next: next && { ...next, startsAt: new Date(next.startsAt) },
  }));
}

interface Found extends Omit<GoalProgress, 'createdAt' | 'next'> {
  createdAt: string;
  next: { taskId: string; title: string; startsAt: string } | null;
}

const IS_OPEN = `status in ('pending', 'rescheduled')`;
const count = (which: string): string => `(count(*) filter (where ${which}))::int`;

const PROGRESS = `
  with page as materialized (
    select id, org_id, title, status, tags, created_at from goals
    where (?::uuid is null or id = ?::uuid) and (?::text is null or status = ?)
      and (?::timestamptz is null or (created_at, id) < (?::timestamptz, ?::uuid))
    order by created_at desc, id desc limit ?),
  served as (
    select p.id as goal_id, t.id, t.status, t.starts_at, t.title
    from page p join tasks t on t.org_id = p.org_id and t.goal_id = p.id
    union all
    select p.id, t.id, t.status, t.starts_at, t.title
    from page p join tasks t on t.org_id = p.org_id and t.shared_with_goal_ids <> '{}'
      and t.shared_with_goal_ids @> array[p.id] and t.goal_id is distinct from p.id),
  counted as (
    select goal_id, ${count(`status = 'done'`)} as done, ${count(`status = 'missed'`)} as missed,
      ${count(`status = 'undelivered'`)} as undelivered, ${count(IS_OPEN)} as open,
      (array_agg(json_build_object('taskId', id, 'title', title, 'startsAt', starts_at) order by starts_at, id)
        filter (where ${IS_OPEN} and starts_at > now()))[1] as next
    from served group by goal_id)
  select json_build_object('id', p.id, 'title', p.title, 'status', p.status, 'tags', p.tags, 'createdAt', p.created_at,
    'done', coalesce(c.done, 0), 'missed', coalesce(c.missed, 0), 'undelivered', coalesce(c.undelivered, 0),
    'open', coalesce(c.open, 0), 'total', coalesce(c.done + c.missed + c.open, 0), 'next', c.next,
    'zone', (select zone from profiles)) as goal
  from page p left join counted c on c.goal_id = p.id
  order by p.created_at desc, p.id desc`;
