// Reads an organisation as one of its members sees it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Org } from './org.entity.ts';
import type { Role } from './roles.ts';

export interface OrgView {
  id: string;
  name: string;
  kind: Org['kind'];
  /** Of the person who looks. */
  role: Role;
  createdAt: Date;
}

/** The organisation of this transaction. Throws NOT_FOUND for one that the person does not belong to. */
export async function readOrg(ctx: Ctx): Promise<OrgView> {
  const [org] = await ctx.em.execute<OrgRow[]>(
    'select id, name, kind, app_role() as role, created_at from orgs where id = ?',
    [ctx.orgId],
  );
  if (!org) throw new FluxError('NOT_FOUND');
  return viewOrg(org);
}

/** As the database's functions give it. */
export interface OrgRow extends Omit<OrgView, 'createdAt'> {
  created_at: Date;
}

export const viewOrg = ({ created_at: createdAt, ...org }: OrgRow): OrgView => ({
  ...org,
  createdAt: new Date(createdAt),
});
