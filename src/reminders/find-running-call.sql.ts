// Whether another call to the same person is under way: two at once would be indistinguishable after a crash, and rude.
import type { Ctx } from '../kernel/context.ts';

/** A call whose end was never reported counts as over after this. */
const LONGEST_CALL_MS = 5 * 60_000;
/** From here on the provider reports nothing more of a call (apply-status.ts). */
const FINAL_CALL_RANK = 4;

/** Claims of two tasks of one person take turns here, until the end of the transaction. */
export async function findRunningCall({ em, orgId, userId }: Ctx, now: Date): Promise<boolean> {
  await em.execute(`select from profiles where org_id = ? and user_id = ? for no key update`, [
    orgId,
    userId,
  ]);
  const calls = await em.execute(
    `select from dispatch_log where step = 'call' and state in ('sending', 'unknown', 'accepted')
       and provider_rank < ? and last_sent_at > ? limit 1`,
    [FINAL_CALL_RANK, new Date(now.getTime() - LONGEST_CALL_MS)],
  );
  return calls.length > 0;
}
