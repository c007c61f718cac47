// The exports of a person, for verbs and doors.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { viewExport, type ExportView } from './export-view.ts';
import { AccountExport } from './export.entity.ts';

/** Throws NOT_FOUND. `lock`: until the end of the transaction. */
export async function findExport(
  ctx: Ctx,
  id: string,
  lock: 'lock' | 'read' = 'read',
): Promise<AccountExport> {
  const mode = lock === 'lock' ? { lockMode: LockMode.PESSIMISTIC_WRITE } : {};
  const found = await ctx.em.findOne(AccountExport, { id }, { refresh: true, ...mode });
  if (!found) throw new FluxError('NOT_FOUND');
  return found;
}

/** Throws NOT_FOUND. */
export const readExport = async (ctx: Ctx, id: string): Promise<ExportView> =>
  viewExport(await findExport(ctx, id));

/** The latest first. Throws BAD_REQUEST for a cursor that we did not make. */
export async function listExports(
  { em, orgId, userId }: Ctx,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ exports: ExportView[]; nextCursor: string | null }> {
  const found = await em.find(
    AccountExport,
    { orgId, userId, ...behind(after, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { exports: rows.map((one) => viewExport(one)), nextCursor };
}
