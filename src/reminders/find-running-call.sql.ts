// Whether another call to the same person is under way: two at once would be indistinguishable after a crash, and rude.
import type { Ctx } from '../kernel/context.ts';

export interface RunningCall {
  dispatchId: string;
  /** CallSid; null while it is being placed. */
  externalId: string | null;
  placedAt: Date;
}

/** A call rings for half a minute and is cut after two more: by then it is over, whatever was reported. */
const LONGEST_CALL_MS = 3 * 60_000;
/** From here on the provider reports nothing more of a call (apply-status.ts). */
const FINAL_CALL_RANK = 4;

/** Claims of two tasks of one person take turns here, until the end of the transaction. */
export async function findRunningCall({ em, orgId, userId }: Ctx, now: Date): Promise<RunningCall | null> {
  await em.execute(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`line/${orgId}/${userId}`]);
  const [call]: RunningCall[] = await em.execute(
    `select id as "dispatchId", external_id as "externalId", last_sent_at as "placedAt" from dispatch_log
     where step = 'call' and state in ('sending', 'unknown', 'accepted') and provider_rank < ? and last_sent_at > ?
     order by last_sent_at desc limit 1`,
    [FINAL_CALL_RANK, new Date(now.getTime() - LONGEST_CALL_MS)],
  );
  return call ? { ...call, placedAt: new Date(call.placedAt) } : null;
}
