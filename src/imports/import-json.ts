// What an import looks like on the wire.
import { z } from '@hono/zod-openapi';
import { id, instant } from '../http/schemas.ts';
import type { ImportView } from './import-view.ts';
import { REASONS } from './found.ts';
import { SOURCES } from './sources.ts';

const count = z.int().min(0);
const counts = z.strictObject({ goals: count, rules: count, pauses: count, tasks: count, events: count });

export const importJson = z
  .strictObject({
    id,
    source: z.enum(SOURCES),
    state: z
      .enum(['ready', 'applied'])
      .describe('ready: this is what would come of it, and nothing is made yet.'),
    report: z.strictObject({
      create: counts.describe('What would be made, beside what rules make ahead.'),
      occurrences: count.describe('Tasks that rules would make for the coming weeks.'),
      duplicates: counts.describe('What is there already.'),
      recorded: count.describe('Open and long past: recorded, and nobody is reminded of it.'),
      refused: count,
      refusals: z.array(
        z.strictObject({
          line: z.int().nullable().describe('Of the file, from 1; null where it has no lines.'),
          what: z.string(),
          reason: z.enum(REASONS),
          detail: z.string(),
        }),
      ),
      conflicts: count,
      conflicting: z
        .array(z.strictObject({ title: z.string(), starts_at: instant, overlaps: z.array(z.string()) }))
        .describe('Where something stands already. They are made all the same.'),
    }),
    result: z.strictObject({ created: counts, duplicates: counts }).nullable(),
    created_at: instant,
    applied_at: instant.nullable(),
  })
  .openapi('Import');

export const presentImport = ({ id, source, createdAt, report, appliedAt, result }: ImportView) => {
  const { conflicting, ...rest } = report;
  const conflicts = conflicting.map(({ startsAt, ...one }) => ({ ...one, starts_at: startsAt }));
  return {
    id,
    source,
    state: appliedAt ? ('applied' as const) : ('ready' as const),
    report: { ...rest, conflicting: conflicts },
    result: result ?? null,
    created_at: createdAt.toISOString(),
    applied_at: appliedAt?.toISOString() ?? null,
  };
};
