// Makes a team organisation, whose owner is whoever makes it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { newId } from '../kernel/ids.ts';
import { callFunction } from '../kernel/sql.ts';
import type { OrgView } from './org-view.ts';
import { requireRoom } from './require-room.ts';

/**
 * Name, reach and night of the person are taken over from their own organisation; all else of their profile begins
 * anew. Throws NOT_FOUND for somebody who is no member where they act, and ORGS_TOO_MANY.
 */
export async function createOrg(ctx: Ctx, { name }: { name: string }): Promise<OrgView> {
  const id = newId();
  const [made] = await callFunction<{ create_org: string | null }>(ctx, 'create_org', id, name);
  if (!made?.create_org) throw new FluxError('NOT_FOUND', { detail: 'not a member' });
  await requireRoom(ctx);
  return { id, name, kind: 'team', role: 'owner', createdAt: new Date(made.create_org) };
}
