// Who somebody is, in the organisation that they act in.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

export interface Me {
  profile: Profile;
  email: string | null;
  role: 'owner' | 'admin' | 'member';
  org: { id: string; name: string; kind: 'personal' | 'team' };
}

interface Membership {
  email: string | null;
  role: Me['role'];
  name: string;
  kind: Me['org']['kind'];
}

/** Throws NOT_FOUND where the person left the organisation. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const [membership] = await ctx.em.execute<Membership[]>(
    `select own_email() as email, m.role, o.name, o.kind from members m join orgs o on o.id = m.org_id
     where m.org_id = ? and m.user_id = ?`,
    [ctx.orgId, ctx.userId],
  );
  if (!membership) throw new FluxError('NOT_FOUND', { detail: 'no membership' });
  const { email, role, name, kind } = membership;
  return { profile: await readProfile(ctx), email, role, org: { id: ctx.orgId, name, kind } };
}
