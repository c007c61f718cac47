// Lets a person act in another of their organisations within the transaction of a request.
import type { Ctx } from '../kernel/context.ts';

/**
 * For the length of `work`; what follows it acts where it did before. Row security decides whether the person belongs
 * there.
 */
export async function inOrg<T>(ctx: Ctx, orgId: string, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  await enter(ctx, orgId);
  const there = { orgId, userId: ctx.userId };
  const result = await work({ ...ctx, orgId, tell: (fact, person = there) => ctx.tell(fact, person) });
  await enter(ctx, ctx.orgId);
  return result;
}

async function enter({ em }: Ctx, orgId: string): Promise<void> {
  await em.execute(`select set_config('app.org_id', ?, true)`, [orgId]);
}
