// Takes an erasure back before it begins: the person belongs where they did, and what waited for them goes on.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { inEveryOrg } from '../orgs/in-every-org.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';

/** As somebody who belongs nowhere. Throws ERASURE_BEGUN where there is nothing any more to take back. */
export async function takeBackErasure(ctx: Ctx): Promise<void> {
  const [row] = await callFunction<{ take_back_erasure: string | null }>(ctx, 'take_back_erasure');
  const erasureId = row?.take_back_erasure;
  if (!erasureId) throw new FluxError('ERASURE_BEGUN');
  // Reminders that were put aside, since nobody was there: the reconciler starts them as they fall due.
  await inEveryOrg(ctx, async (there) => {
    const parked = {
      orgId: there.orgId,
      userId: ctx.userId,
      remindedGeneration: 0,
      status: { $in: [...OPEN_STATUSES] },
    };
    await there.em.nativeUpdate(Task, parked, { remindedGeneration: null });
    return [];
  });
  ctx.tell({ kind: 'erasure_changed', erasureId });
}
