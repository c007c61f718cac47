// Holds an organisation while its members or invitations change: such changes take turns.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { OrgKind } from './org-view.ts';
import type { Role } from './roles.ts';

interface Held {
  name: string;
  kind: OrgKind;
  /** Of who acts. */
  role: Role;
}

/** Until the end of the transaction. Throws NOT_FOUND for an organisation that they do not belong to. */
export async function holdOrg(ctx: Ctx): Promise<Held> {
  await ctx.em.execute('select from orgs where id = ? for no key update', [ctx.orgId]);
  // A statement of its own: it sees what the last holder left.
  const [held] = await ctx.em.execute<Held[]>(
    'select name, kind, app_role() as role from orgs where id = ?',
    [ctx.orgId],
  );
  if (!held) throw new FluxError('NOT_FOUND');
  return held;
}
