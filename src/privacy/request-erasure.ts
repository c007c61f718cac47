// Asks for the erasure of one's account: from the commit on the person belongs nowhere, and can still take it back.
import { findErasure, type OpenErasure } from '../account/find-erasure.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin, callFunction } from '../kernel/sql.ts';
import type { MikroORM } from '@mikro-orm/postgresql';

/** How long one can think better of it. */
export const COOLING_OFF_MS = 7 * 24 * 60 * 60_000;

interface Requested {
  outcome: 'requested' | 'known' | 'last_owner' | 'not_there';
  org_ids: string[] | null;
  begins_at: Date | string | null;
}

/**
 * `isWaived`: it begins at once. Resolves to when it begins; one that is asked for already stays as it is. Throws
 * LAST_OWNER where others belong to an organisation of which nobody else is an owner.
 */
export async function requestErasure(
  ctx: Ctx,
  { id, isWaived, receiptHash }: { id: string; isWaived: boolean; receiptHash: string },
): Promise<Date> {
  const waitMs = isWaived ? 0 : COOLING_OFF_MS;
  const [row] = await callFunction<Requested>(ctx, 'request_erasure', id, waitMs, receiptHash);
  if (row?.outcome === 'last_owner') throw new FluxError('LAST_OWNER');
  if (!row?.begins_at) throw new FluxError('NOT_FOUND');
  if (row.outcome === 'known') throw new FluxError('ACCOUNT_ERASING');
  // What is out to them is taken back wherever they belonged.
  for (const orgId of row.org_ids ?? []) ctx.tell({ kind: 'member_left' }, { orgId, userId: ctx.userId });
  ctx.tell({ kind: 'erasure_changed', erasureId: id });
  return new Date(row.begins_at);
}

/** Lets it begin at once. Harmless when repeated. */
export async function waiveCoolingOff(orm: MikroORM, userId: string): Promise<OpenErasure | null> {
  await callAsLogin(orm, 'waive_erasure', userId);
  return findErasure(orm, userId);
}
