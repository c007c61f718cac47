// Whether somebody waits for the erasure of their account: then they can do nothing else, and still come in for that.
import type { MikroORM } from '@mikro-orm/postgresql';
import { callAsLogin } from '../kernel/sql.ts';

export interface OpenErasure {
  id: string;
  state: 'waiting' | 'erasing';
  requestedAt: Date;
  /** Until then it can be taken back. */
  beginsAt: Date;
  /** Null when it has begun. */
  homeOrgId: string | null;
  receiptHash: string;
}

/** Null for everybody else. */
export async function findErasure(orm: MikroORM, userId: string): Promise<OpenErasure | null> {
  const [row] = await callAsLogin<Row>(orm, 'erasure_of', userId);
  if (!row) return null;
  const { id, state, created_at: requestedAt, begins_at: beginsAt } = row;
  return { id, state, requestedAt, beginsAt, homeOrgId: row.home_org_id, receiptHash: row.receipt_hash };
}

interface Row extends Pick<OpenErasure, 'id' | 'state'> {
  created_at: Date;
  begins_at: Date;
  home_org_id: string | null;
  receipt_hash: string;
  [more: string]: unknown;
}
