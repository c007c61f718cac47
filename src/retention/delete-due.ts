// Deletes what a policy lets go, batch after batch, each as large as the database takes it quickly.
import { setTimeout as delay } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { retentionDeleted } from '../kernel/metrics.ts';
import { deleteBatch, LARGEST_BATCH, SMALLEST_BATCH } from './delete-batch.ts';
import type { Policy } from './policies.ts';

export interface DeleteDue {
  /** Milliseconds after which no further batch begins; without it, everything goes. */
  forMs?: number;
  /** Milliseconds after each batch that belong to everybody else; 20 unless told. */
  pauseMs?: number;
  /** Ends after the batch under way. */
  signal?: AbortSignal;
}

export interface Deletion {
  policy: string;
  deleted: number;
  batches: number;
  largestBatch: number;
  longestBatchMs: number;
  /** False where time or signal ended it: there may be more. */
  isDone: boolean;
}

const PAUSE_MS = 20;
const FIRST_BATCH = 1000;
/**
 * A batch that took longer is followed by one half as large; one that took less than half of it by one twice as
 * large.
 */
const SLOW_MS = 100;

/** Rows that others hold at the moment are left for the next time. Throws what PostgreSQL throws. */
export async function deleteDue(
  orm: MikroORM,
  policy: Policy,
  { forMs = Infinity, pauseMs = PAUSE_MS, signal }: DeleteDue = {},
): Promise<Deletion> {
  const deletion = {
    policy: policy.name,
    deleted: 0,
    batches: 0,
    largestBatch: 0,
    longestBatchMs: 0,
    isDone: false,
  };
  const startedAt = performance.now();
  const mayGoOn = () => !signal?.aborted && performance.now() - startedAt < forMs;
  let size = FIRST_BATCH;
  while (!deletion.isDone && mayGoOn()) {
    const batch = await tryBatch(orm, policy, size);
    if (batch.kind === 'deleted') {
      deletion.deleted += batch.deleted;
      deletion.batches += 1;
      retentionDeleted.inc({ policy: policy.name }, batch.deleted);
      deletion.largestBatch = Math.max(deletion.largestBatch, batch.deleted);
      deletion.isDone = batch.deleted < size;
    }
    deletion.longestBatchMs = Math.max(deletion.longestBatchMs, batch.tookMs);
    size = nextSize(size, batch.kind === 'deleted' ? batch.tookMs : Infinity);
    if (pauseMs > 0 && !deletion.isDone) await delay(pauseMs);
  }
  return deletion;
}

function nextSize(size: number, tookMs: number): number {
  if (tookMs > SLOW_MS) return Math.max(SMALLEST_BATCH, Math.floor(size / 2));
  return tookMs < SLOW_MS / 2 ? Math.min(LARGEST_BATCH, size * 2) : size;
}

type Batch = { tookMs: number } & ({ kind: 'deleted'; deleted: number } | { kind: 'taken-back' });

async function tryBatch(orm: MikroORM, policy: Policy, size: number): Promise<Batch> {
  const startedAt = performance.now();
  const took = () => ({ tookMs: performance.now() - startedAt });
  try {
    return { kind: 'deleted', deleted: await deleteBatch(orm, policy, { size }), ...took() };
  } catch (error) {
    if (size > SMALLEST_BATCH && isTooLarge(error)) return { kind: 'taken-back', ...took() };
    throw error;
  }
}

/**
 * query_canceled; and foreign_key_violation: a reference came between looking and deleting, which a fresh look sees.
 */
const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === '57014' || error.code === '23503');
