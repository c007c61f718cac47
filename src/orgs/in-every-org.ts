// Looks for what is a person's in each of their organisations, within one transaction.
import type { Ctx } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import { inOrg } from './in-org.sql.ts';
import { MOST_ORGS } from './require-room.ts';

/** What `work` finds, one organisation after the other, in the order in which they were joined. */
export async function inEveryOrg<T>(ctx: Ctx, work: (ctx: Ctx) => Promise<T[]>): Promise<T[]> {
  const orgs = await callFunction<{ id: string }>(ctx, 'list_own_orgs', null, MOST_ORGS);
  const found: T[] = [];
  for (const { id } of orgs) found.push(...(await inOrg(ctx, id, work)));
  return found;
}
