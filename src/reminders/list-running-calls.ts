// Calls to a person that nobody has said to be over, in all organisations: it is one phone that rings.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';

export interface RunningCall {
  dispatchId: string;
  /** For which of the person's organisations. */
  orgId: string;
  /** CallSid; null while it is being placed. */
  externalId: string | null;
  placedAt: Date;
}

/** A call rings for half a minute and is cut after two more: by then it is over, whatever was reported. */
export const LONGEST_CALL_MS = 3 * 60_000;

/** The latest first. */
export async function listRunningCalls(ctx: Ctx, now: Date): Promise<RunningCall[]> {
  const since = new Date(now.getTime() - LONGEST_CALL_MS);
  const calls = await callFunction<Row>(ctx, 'running_calls', since);
  return calls.map(({ dispatch_id, org_id, external_id, placed_at }) => ({
    dispatchId: dispatch_id,
    orgId: org_id,
    externalId: external_id,
    placedAt: new Date(placed_at),
  }));
}

interface Row {
  dispatch_id: string;
  org_id: string;
  external_id: string | null;
  placed_at: string;
}
