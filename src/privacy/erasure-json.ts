// What an erasure and its receipt look like on the wire.
import { z } from '@hono/zod-openapi';
import type { OpenErasure } from '../account/find-erasure.ts';
import { id } from '../http/schemas.ts';
import type { Receipt } from './read-receipt.ts';

export const erasureRequest = z.strictObject({
  password: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'Always needed with waive; else not within ten minutes of signing in. Not of people of an outside issuer: with waive their token is a minute old at most, else ten.',
    ),
  waive: z.boolean().default(false).describe('True: it begins at once, and nothing can be taken back.'),
});

const moment = z.iso.datetime();

export const erasureJson = z.strictObject({
  id,
  state: z.enum(['waiting', 'erasing']).describe('waiting: it can still be taken back.'),
  requested_at: moment,
  begins_at: moment,
  receipt_url: z
    .string()
    .nullable()
    .describe(
      'Keep it: for thirty days after the erasure it says what was erased. Null: it can no longer be told.',
    ),
});

export const presentErasure = (
  { id, state, requestedAt, beginsAt }: Omit<OpenErasure, 'homeOrgId' | 'receiptHash'>,
  receiptUrl: string | null,
): z.infer<typeof erasureJson> => ({
  id,
  state,
  requested_at: requestedAt.toISOString(),
  begins_at: beginsAt.toISOString(),
  receipt_url: receiptUrl,
});

const counts = z.record(z.string(), z.int());

export const receiptJson = z
  .strictObject({
    id,
    state: z.enum(['waiting', 'erasing', 'done']),
    requested_at: moment,
    begun_at: moment.nullable(),
    finished_at: moment.nullable(),
    deleted_rows: counts.describe('By table.'),
    kept_rows: counts.describe('By table: they stay, with nobody in them.'),
    workflow_runs: z
      .int()
      .describe(
        'Runs of workflows whose histories were deleted, at least: a run that is seen twice counts once.',
      ),
    provider_copies: counts.describe(
      'Deleted at Twilio: messages, calls, recordings; refused: what it would not delete.',
    ),
  })
  .openapi('ErasureReceipt');

export const presentReceipt = (receipt: Receipt): z.infer<typeof receiptJson> => ({
  id: receipt.id,
  state: receipt.state,
  requested_at: receipt.requestedAt.toISOString(),
  begun_at: receipt.begunAt?.toISOString() ?? null,
  finished_at: receipt.finishedAt?.toISOString() ?? null,
  deleted_rows: under('rows.', receipt.counts),
  kept_rows: under('kept.', receipt.counts),
  workflow_runs: receipt.counts['runs'] ?? 0,
  provider_copies: under('copies.', receipt.counts),
});

const under = (prefix: string, all: Record<string, number>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, count]) => [name.slice(prefix.length), count] as const)
      .toSorted(([a], [b]) => a.localeCompare(b)),
  );
