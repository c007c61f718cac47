// Asks for an export: one at a time for each person, whichever organisation they act in.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { insertOnce } from '../kernel/insert-once.ts';
import { viewExport, type ExportView } from './export-view.ts';
import { AccountExport } from './export.entity.ts';

/**
 * It is written by a workflow, begun after the commit. `id`: made by the caller; a repeat finds what is there. Throws
 * EXPORT_RUNNING while another one is written.
 */
export async function askExport(ctx: Ctx, id: string): Promise<ExportView> {
  const { orgId, userId } = ctx;
  const known = await ctx.em.findOne(AccountExport, { id });
  if (known) return viewExport(known);
  const asked = {
    id,
    orgId,
    userId,
    createdAt: new Date(),
    state: 'running' as const,
    runningFor: userId,
    attempt: 0,
    entriesTotal: 0,
    entriesDone: 0,
    bytes: null,
    sha256: null,
    finishedAt: null,
    linkHash: null,
    linkExpiresAt: null,
    linkUsedAt: null,
    linkSessionId: null,
  };
  if (!(await insertOnce(ctx.em, AccountExport, asked, ['runningFor'])))
    throw new FluxError('EXPORT_RUNNING');
  ctx.tell({ kind: 'export_asked', exportId: id });
  return viewExport(asked);
}
