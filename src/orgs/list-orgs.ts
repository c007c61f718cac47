// Lists where a person belongs, whichever organisation they act in.
import type { Ctx } from '../kernel/context.ts';
import { cursorAfterId, idBehind } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { callFunction } from '../kernel/sql.ts';
import { viewOrg, type OrgRow, type OrgView } from './org-view.ts';

/**
 * Oldest first. `after`: the cursor of the page before. Row security shows one organisation, so a function of the
 * database answers. Throws BAD_REQUEST for a cursor not ours.
 */
export async function listOrgs(
  ctx: Ctx,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ orgs: OrgView[]; nextCursor: string | null }> {
  const found = await callFunction<OrgRow>(ctx, 'list_own_orgs', idBehind(after), limit + 1);
  const page = pageOf(found, limit, (last) => cursorAfterId(last.id));
  return { orgs: page.rows.map(viewOrg), nextCursor: page.nextCursor };
}
