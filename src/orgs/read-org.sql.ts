// Reads an organisation as one of its members sees it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { viewOrg, type OrgRow, type OrgView } from './org-view.ts';

/** The organisation of this transaction. Throws NOT_FOUND for one that the person does not belong to. */
export async function readOrg(ctx: Ctx): Promise<OrgView> {
  const [org] = await ctx.em.execute<OrgRow[]>(
    'select id, name, kind, app_role() as role, created_at from orgs where id = ?',
    [ctx.orgId],
  );
  if (!org) throw new FluxError('NOT_FOUND');
  return viewOrg(org);
}
