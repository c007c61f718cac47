// Writes down that the provider has a rung, with the words that went out, and asks in the same statement whether there
// was still something to remind of.
import { newId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import type { Claimed } from './claimed.ts';

export interface Recorded {
  /** Whether the task was still to be done at that moment, by a member. */
  isStillOpen: boolean;
  /** Why the provider has given it up already: its report has overtaken its own answer. */
  failure: string | null;
}

/** `body`: what the log keeps of the words; empty for none. */
export async function recordSent(
  ctx: StatementCtx,
  { id, taskId, generation }: Pick<Claimed['dispatch'], 'id' | 'taskId' | 'generation'>,
  { externalId, body }: { externalId: string; body: string },
): Promise<Recorded> {
  const values = [id, externalId, taskId, generation, newId(), body || null];
  const [recorded] = await ctx.query<Recorded & Record<string, unknown>>({ ...RECORD_SENT, values });
  // The person's membership ended meanwhile: nothing here is theirs to see or to write any more.
  return recorded ?? { isStillOpen: false, failure: null };
}

const RECORD_SENT = {
  name: 'record_sent',
  text: `with recorded as (
      update dispatch_log set external_id = $2::text, sent_to = null,
        state = case when state = 'failed' and external_id = $2 then state else 'accepted' end,
        reason = case when state = 'failed' and external_id = $2 then reason end
      where id = $1
      returning id, org_id, user_id, task_id, step, reason),
    logged as (
      insert into notification_log (id, org_id, user_id, task_id, dispatch_id, direction, channel, event, external_id, body)
      select $5::uuid, org_id, user_id, task_id, id, 'out', step, 'sent', $2, $6::text from recorded
      on conflict (org_id, user_id, external_id, event) do nothing)
    select reason as failure,
      exists (select from tasks where id = $3 and generation = $4 and status in ('pending', 'rescheduled')) as "isStillOpen"
    from recorded`,
};
