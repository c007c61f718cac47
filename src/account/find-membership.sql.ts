// How somebody belongs to the organisation that they act in.
import type { Ctx } from '../kernel/context.ts';
import type { OrgKind } from '../orgs/org-view.ts';
import type { Role } from '../orgs/roles.ts';

export interface Membership {
  email: string | null;
  email_verified: boolean;
  role: Role;
  /** Of the organisation. */
  name: string;
  kind: OrgKind;
}

/** Null where they left it. */
export async function findMembership({ em, orgId, userId }: Ctx): Promise<Membership | null> {
  const [membership] = await em.execute<Membership[]>(
    `select own_email() as email, own_email_verified() as email_verified, m.role, o.name, o.kind from members m join orgs o on o.id = m.org_id
     where m.org_id = ? and m.user_id = ?`,
    [orgId, userId],
  );
  return membership ?? null;
}
