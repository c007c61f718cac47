// What the end of a ladder depends on, with the task held until the end of the transaction.
import type { Ctx } from '../kernel/context.ts';
import type { Task } from '../tasks/task.entity.ts';

export interface Closing extends Pick<Task, 'status' | 'startsAt' | 'durationMinutes'> {
  settledVia: string | null;
  windowMs: number;
  /** When the latest rung was sent that a provider has; null where none has any. */
  lastAcceptedAt: Date | null;
  /** Every gate was closed: nothing was even tried. */
  isBarred: boolean;
  /** As of a rung: `Situation`. */
  roundReached: number;
}

/** Null for a task that is not there any more, or has moved since. */
export async function holdClosing(
  { em }: Ctx,
  { taskId, generation }: { taskId: string; generation: number },
): Promise<Closing | null> {
  const [closing]: Closing[] = await em.execute(CLOSING, [taskId, generation]);
  if (!closing) return null;
  const { startsAt, lastAcceptedAt } = closing;
  return {
    ...closing,
    startsAt: new Date(startsAt),
    lastAcceptedAt: lastAcceptedAt && new Date(lastAcceptedAt),
  };
}

const CLOSING = `
  select t.status, t.settled_via as "settledVia", t.starts_at as "startsAt", t.duration_minutes as "durationMinutes",
    p.escalation_window_ms as "windowMs",
    ladder.*
  from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  cross join lateral (
    select max(d.last_sent_at) filter (where d.state = 'accepted') as "lastAcceptedAt",
      coalesce(bool_and(d.state = 'skipped'), true) as "isBarred", coalesce(max(d.round), 0) as "roundReached"
    from dispatch_log d where d.org_id = t.org_id and d.task_id = t.id and d.generation = t.generation
  ) ladder
  where t.id = ? and t.generation = ? for no key update of t`;
