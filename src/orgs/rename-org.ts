// Gives an organisation another name.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { holdOrg } from './hold-org.sql.ts';
import { Org } from './org.entity.ts';
import type { OrgView } from './org-view.ts';
import { readOrg } from './read-org.sql.ts';
import { may } from './roles.ts';

/** Throws NOT_FOUND and ROLE_TOO_LOW. Safe to repeat. */
export async function renameOrg(ctx: Ctx, { name }: { name: string }): Promise<OrgView> {
  const { role } = await holdOrg(ctx);
  if (!may(role, 'rename')) throw new FluxError('ROLE_TOO_LOW');
  await ctx.em.nativeUpdate(Org, { id: ctx.orgId }, { name });
  return readOrg(ctx);
}
