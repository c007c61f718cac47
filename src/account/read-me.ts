// Who somebody is, in the organisation that they act in.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { OrgKind } from '../orgs/org-view.ts';
import type { Role } from '../orgs/roles.ts';
import { findMembership } from './find-membership.sql.ts';
import type { Profile } from './profile.entity.ts';
import { readProfile } from './read-profile.ts';

export interface Me {
  profile: Profile;
  email: string | null;
  /** By a mail of ours. */
  isEmailVerified: boolean;
  role: Role;
  org: { id: string; name: string; kind: OrgKind };
}

/** Throws NOT_FOUND where the person left the organisation. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const membership = await findMembership(ctx);
  if (!membership) throw new FluxError('NOT_FOUND', { detail: 'no membership' });
  const { email, email_verified: isEmailVerified, role, name, kind } = membership;
  const org = { id: ctx.orgId, name, kind };
  return { profile: await readProfile(ctx), email, isEmailVerified, role, org };
}
