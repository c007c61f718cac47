// Writes down that the provider has a rung, and asks in the same statement whether there was still something to
// remind of.
import type { Ctx } from '../kernel/context.ts';
import type { Claimed } from './read-situation.sql.ts';

/** Null where the dispatch is not to be seen any more: the person left the organisation. */
export async function recordAccepted(
  { em }: Ctx,
  { id, taskId, generation }: Pick<Claimed['dispatch'], 'id' | 'taskId' | 'generation'>,
  externalId: string,
): Promise<{ isStillOpen: boolean } | null> {
  const [recorded]: { isStillOpen: boolean }[] = await em.execute(
    `update dispatch_log set state = 'accepted', external_id = ? where id = ? returning exists (
       select from tasks where id = ? and generation = ? and status in ('pending', 'rescheduled')) as "isStillOpen"`,
    [externalId, id, taskId, generation],
  );
  return recorded ?? null;
}
