// Which of a person's reminders wait for a change of their settings to reach them.
import type { Ctx } from '../kernel/context.ts';

/** The soonest matter most; an older version started everything that was planned, far ahead. */
const MOST = 500;

/**
 * Of open tasks: under way, or that still make sense (sensible-until.ts) and are known to be started or due within five
 * minutes by the lead of now. Not everything that runs is known to: who plans something for soon starts it and leaves
 * the note to the reconciler. What waits for its place only counts as started: whoever woke it would ring it.
 */
export async function listStartedReminders({ em }: Ctx): Promise<{ taskId: string; generation: number }[]> {
  return em.execute(STARTED);
}

const STARTED = `
  select t.id as "taskId", t.generation
  from tasks t join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  where t.status in ('pending', 'rescheduled') and t.starts_at > now() - interval '1 day'
    and (exists (select from dispatch_log d
        where d.org_id = t.org_id and d.task_id = t.id and d.generation = t.generation)
      or t.starts_at + greatest(t.duration_minutes, 60) * interval '1 minute' > now()
        and t.recorded_generation is distinct from t.generation
        and (t.reminded_generation = t.generation
          or t.starts_at < now() + p.reminder_lead_ms * interval '1 ms' + interval '5 minutes'))
  order by t.starts_at limit ${MOST}`;
