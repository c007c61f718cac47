// Takes an export back: what is being written stops, and what was written goes.
import type { Ctx } from '../kernel/context.ts';
import { AccountExport, AccountExportPart } from './export.entity.ts';
import { findExport } from './find-export.ts';

/** Harmless when repeated. Its links open nothing any more, at once. Throws NOT_FOUND. */
export async function deleteExport(ctx: Ctx, id: string): Promise<void> {
  const one = await findExport(ctx, id, 'lock');
  if (one.state === 'deleted') return;
  const finishedAt = one.finishedAt ?? new Date();
  await ctx.em.nativeUpdate(
    AccountExport,
    { id },
    { state: 'deleted', runningFor: null, linkHash: null, finishedAt },
  );
  await ctx.em.nativeDelete(AccountExportPart, { exportId: id });
}
