// Where a person always belongs: their own organisation, which nobody leaves.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import type { OrgRow } from './org-view.ts';

/** Its id. Throws NOT_FOUND. */
export async function findHome(ctx: Ctx): Promise<string> {
  const orgs = await callFunction<OrgRow>(ctx, 'list_own_orgs', null, null);
  const home = orgs.find(({ kind }) => kind === 'personal');
  if (!home) throw new FluxError('NOT_FOUND', { detail: 'no organisation of their own' });
  return home.id;
}
