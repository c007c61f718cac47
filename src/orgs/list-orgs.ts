// Lists where a person belongs, whichever organisation they act in.
import type { Ctx } from '../kernel/context.ts';
import { cursorAfterId, idBehind } from './id-cursor.ts';
import { viewOrg, type OrgRow, type OrgView } from './read-org.ts';

/** Oldest first. `after`: the cursor of the page before. Row security shows one organisation, so a function of the database answers. */
export async function listOrgs(
  ctx: Ctx,
  input: { limit: number; after: string | null },
): Promise<{ orgs: OrgView[]; nextCursor: string | null }> {
  const rows = await ctx.em.execute<OrgRow[]>('select * from list_own_orgs(?, ?)', [
    idBehind(input.after),
    input.limit + 1,
  ]);
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return {
    orgs: page.map(viewOrg),
    nextCursor: rows.length > input.limit && last ? cursorAfterId(last.id) : null,
  };
}
