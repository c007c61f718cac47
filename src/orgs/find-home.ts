// Where a person always belongs: their own organisation, which nobody leaves.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';

/** Its id. Throws NOT_FOUND. */
export async function findHome(ctx: Ctx): Promise<string> {
  const [home] = await ctx.em.execute<{ id: string }[]>(
    `select id from list_own_orgs(null, null) where kind = 'personal'`,
  );
  if (!home) throw new FluxError('NOT_FOUND', { detail: 'no organisation of their own' });
  return home.id;
}
