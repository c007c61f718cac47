// The person's own word about what was learned of them: it is so, it is not, or it says something else.
import type { Ctx } from '../kernel/context.ts';
import { lockCalendar } from '../tasks/lock-calendar.sql.ts';
import { Pattern } from './pattern.entity.ts';
import { findPattern } from './read-pattern.ts';

export interface PatternChange {
  patternId: string;
  description?: string | undefined;
  /** 0: plans take no notice of it. */
  confidence?: number | undefined;
  /** False gives it back to what is learned; a change of the other two is an override by itself. */
  userOverridden?: boolean | undefined;
}

/** Throws NOT_FOUND. From then on nothing that is learned changes it. */
export async function changePattern(ctx: Ctx, { patternId, ...change }: PatternChange): Promise<Pattern> {
  await lockCalendar(ctx);
  const pattern = await findPattern(ctx, patternId);
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  if (named.length === 0) return pattern;
  const changed = { userOverridden: true, ...Object.fromEntries(named) };
  await ctx.em.nativeUpdate(Pattern, { id: patternId }, changed);
  return findPattern(ctx, patternId);
}

/**
 * Shown no more, and learned again only from what is missed after it. Throws NOT_FOUND, also where it was deleted
 * before.
 */
export async function deletePattern(ctx: Ctx, { patternId }: { patternId: string }): Promise<void> {
  await lockCalendar(ctx);
  await findPattern(ctx, patternId);
  await ctx.em.nativeUpdate(Pattern, { id: patternId }, { dismissedAt: new Date() });
}
