// How many organisations a person may belong to: whatever looks through all of them looks through so many.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';

export const MOST_ORGS = 50;

/**
 * Behind the row that makes them a member of one more: it holds the person's lock, so that of several at once each
 * counts those before. Throws ORGS_TOO_MANY.
 */
export async function requireRoom(ctx: Ctx): Promise<void> {
  const orgs = await callFunction<{ id: string }>(ctx, 'list_own_orgs', null, MOST_ORGS + 1);
  if (orgs.length > MOST_ORGS) throw new FluxError('ORGS_TOO_MANY');
}
