// Lists pauses, also those that are over: whoever counts days needs to know which of them were none.
import type { Ctx } from '../kernel/context.ts';
import { behind, cursorAfter } from '../kernel/cursor.ts';
import { pageOf } from '../kernel/page.ts';
import { viewPause, type PauseView } from './start-pause.ts';
import { TaskPause } from './task-pause.entity.ts';

/** A page, the newest first. */
export async function listPauses(
  ctx: Ctx,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ pauses: PauseView[]; nextCursor: string | null }> {
  const found = await ctx.em.find(TaskPause, behind(after, 'createdAt', 'desc'), {
    orderBy: { createdAt: 'desc', id: 'desc' },
    limit: limit + 1,
  });
  const page = pageOf(found, limit, (last) => cursorAfter(last.createdAt, last.id));
  const pauses: PauseView[] = [];
  for (const pause of page.rows) pauses.push(await viewPause(ctx, pause));
  return { pauses, nextCursor: page.nextCursor };
}
