// Writes down that the provider has a rung, and asks in the same statement whether there was still something to
// remind of.
import type { Ctx } from '../kernel/context.ts';
import type { Claimed } from './read-situation.sql.ts';

/**
 * Null where the dispatch is not to be seen any more: the person left the organisation. `failure`: the report that the
 * provider gave it up has overtaken its own answer.
 */
export async function recordAccepted(
  { em }: Ctx,
  { id, taskId, generation }: Pick<Claimed['dispatch'], 'id' | 'taskId' | 'generation'>,
  externalId: string,
): Promise<{ isStillOpen: boolean; failure: string | null } | null> {
  const [recorded]: { isStillOpen: boolean; failure: string | null }[] = await em.execute(ACCEPTED, [
    externalId,
    externalId,
    externalId,
    id,
    taskId,
    generation,
  ]);
  return recorded ?? null;
}

const ACCEPTED = `
  update dispatch_log set external_id = ?, sent_to = null,
    state = case when state = 'failed' and external_id = ? then state else 'accepted' end,
    reason = case when state = 'failed' and external_id = ? then reason end
  where id = ?
  returning reason as failure,
    exists (select from tasks where id = ? and generation = ? and status in ('pending', 'rescheduled')) as "isStillOpen"`;
