// Makes a team organisation, whose owner is whoever makes it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import type { OrgView } from './read-org.ts';

/** Name and zone are taken over from the person's own organisation, everything else of their profile begins anew. */
export async function createOrg(ctx: Ctx, { name }: { name: string }): Promise<OrgView> {
  const id = newId();
  const [made] = await ctx.em.execute<{ at: Date | null }[]>('select create_org(?, ?) as at', [id, name]);
  if (!made?.at) throw new FluxError('NOT_FOUND', { detail: 'not a member' });
  return { id, name, kind: 'team', role: 'owner', createdAt: new Date(made.at) };
}
