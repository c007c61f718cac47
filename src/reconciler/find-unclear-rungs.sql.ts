// Finds rungs of which nobody knows whether they were sent, of tasks that are settled or moved: no ladder comes by
// there any more.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import type { Step } from '../reminders/claimed.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export interface UnclearRung extends Position, Person {
  taskId: string;
  generation: number;
  step: Step;
}

/**
 * As the system, in all organisations, of people who belong to theirs: a page behind `after`, the oldest first. What
 * was begun after `before` may still be under way; what is older than a day is left as it is.
 */
export async function findUnclearRungs(
  em: EntityManager,
  { before, after }: { before: Date; after: Position },
): Promise<UnclearRung[]> {
  const rows: Row[] = await em.execute(UNCLEAR, [before, after.at, after.id]);
  return rows.map((row) => ({
    at: new Date(row.last_sent_at),
    id: row.id,
    orgId: row.org_id,
    userId: row.user_id,
    taskId: row.task_id,
    generation: row.generation,
    step: row.step,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  task_id: string;
  generation: number;
  step: Step;
  last_sent_at: string;
}

// Of what waits for its answer at all there are few: their index holds no others.
const UNCLEAR = `
  select d.id, d.org_id, d.user_id, d.task_id, d.generation, d.step, d.last_sent_at
  from dispatch_log d cross join lateral (
    select status, generation from tasks t where t.org_id = d.org_id and t.id = d.task_id offset 0
  ) t cross join lateral (
    select from members m where m.org_id = d.org_id and m.user_id = d.user_id offset 0
  ) m
  where d.state in ('sending', 'unknown') and d.reason is distinct from 'never_confirmed'
    and d.last_sent_at > now() - interval '1 day' and d.last_sent_at < ? and (d.last_sent_at, d.id) > (?, ?)
    and (t.status not in ('pending', 'rescheduled') or t.generation <> d.generation)
  order by d.last_sent_at, d.id limit ${PAGE_ROWS}`;
