// The receipt of an erasure, for whoever has its link.
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';

export interface Receipt {
  id: string;
  state: 'waiting' | 'erasing' | 'done';
  requestedAt: Date;
  begunAt: Date | null;
  finishedAt: Date | null;
  /** "rows.tasks", "kept.llm_call_events", "runs", "copies.messages": so many. */
  counts: Record<string, number>;
}

/** By the hash of what stands in the link. Throws NOT_FOUND, also when it was too long ago. */
export async function readReceipt(orm: MikroORM, hash: string): Promise<Receipt> {
  const [row] = await callAsLogin<Row>(orm, 'erasure_receipt', hash);
  if (!row) throw new FluxError('NOT_FOUND');
  const { id, state, counts, created_at: requestedAt, begun_at: begunAt, finished_at: finishedAt } = row;
  return { id, state, counts, requestedAt, begunAt, finishedAt };
}

interface Row extends Pick<Receipt, 'id' | 'state' | 'counts'> {
  created_at: Date;
  begun_at: Date | null;
  finished_at: Date | null;
  [more: string]: unknown;
}
