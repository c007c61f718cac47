// Reads what was learned of a person's week, as the person sees it.
import { z } from 'zod';
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { FluxError } from '../kernel/errors.ts';
import { pageOf } from '../kernel/page.ts';
import { clockTime, localDate } from '../kernel/week.ts';
import { Pattern } from './pattern.entity.ts';

/** As its person sees it: never one that they deleted. */
export type PatternView = Pattern;

/**
 * All of the person's, deleted ones as well, oldest first: for what is learned and what is planned. One that this code
 * cannot read, since a newer one wrote it, is left alone.
 */
export async function knownPatterns({ em }: Ctx): Promise<Pattern[]> {
  const rows = await em.find(Pattern, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return rows.filter((row) => readable.safeParse(row).success);
}

const readable = z.object({
  timeFrom: clockTime,
  timeTo: clockTime,
  evidence: z.object({
    taskIds: z.array(z.string()),
    weeks: z.number(),
    firstOn: localDate,
    lastOn: localDate,
  }),
});

/** Newest first. `before`: the cursor of the page before. */
export async function listPatterns(
  ctx: Ctx,
  { limit, before }: { limit: number; before: string | null },
): Promise<{ patterns: PatternView[]; nextCursor: string | null }> {
  const found = await ctx.em.find(
    Pattern,
    { dismissedAt: null, ...behind(before, 'createdAt', 'desc') },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  );
  const { rows, nextCursor } = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  return { patterns: rows, nextCursor };
}

/** Throws NOT_FOUND, also for one that was deleted. */
export async function findPattern({ em }: Ctx, patternId: string): Promise<PatternView> {
  const pattern = await em.findOne(Pattern, { id: patternId, dismissedAt: null }, { refresh: true });
  if (!pattern) throw new FluxError('NOT_FOUND');
  return pattern;
}
