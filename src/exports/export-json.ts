// What an export looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import { EXPORT_STATES, type ExportView } from './export-view.ts';

export const exportJson = z
  .strictObject({
    id,
    state: z
      .enum([...EXPORT_STATES, 'expired'])
      .describe('expired: done, and its file is gone by now. failed: ask for another one.'),
    percent: z.int().min(0).max(100),
    files_done: z.int().min(0).describe('Of those that the file holds.'),
    files_total: z.int().min(0).describe('0 until it is begun.'),
    bytes: z.int().nullable().describe('Of the file, once it is done.'),
    sha256: z.string().nullable().describe('Of the file, hex.'),
    created_at: instant,
    finished_at: instant.nullable(),
    expires_at: instant.describe('From then on its file is gone.'),
  })
  .openapi('Export');

export const linkJson = z
  .strictObject({
    url: z.string().describe('Good for one download. Whoever has it needs no token.'),
    expires_at: instant,
  })
  .openapi('ExportLink');

/** Of a fresh proof of who somebody is. */
export const proof = z.strictObject({
  password: z
    .string()
    .min(1)
    .max(200)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .optional()
    .describe('Without it the session has to be at most ten minutes old.'),
});

export const presentExport = (one: ExportView) => ({
  id: one.id,
  state: one.state,
  percent: one.percent,
  files_done: one.entriesDone,
  files_total: one.entriesTotal,
  bytes: one.bytes ?? null,
  sha256: one.sha256 ?? null,
  created_at: one.createdAt.toISOString(),
  finished_at: one.finishedAt?.toISOString() ?? null,
  expires_at: one.expiresAt.toISOString(),
});
