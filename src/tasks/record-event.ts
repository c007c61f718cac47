// Appends to a task's history.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { insertLate } from '../kernel/write-late.ts';
import { TaskEvent } from './task.entity.ts';

/** One line of history, in the caller's transaction and by its door. `detail`: what a move changed, ISO 8601 UTC. */
export async function recordEvent(
  ctx: Ctx,
  event: { taskId: string; kind: TaskEvent['kind']; detail?: Record<string, string> },
): Promise<void> {
  await recordEvents(ctx, event.kind, [event.taskId], event.detail);
}

/** The same line for each of these tasks. */
export async function recordEvents(
  ctx: Ctx,
  kind: TaskEvent['kind'],
  taskIds: readonly string[],
  detail?: Record<string, string>,
): Promise<void> {
  const { orgId, userId, via } = ctx;
  await insertLate(
    ctx,
    TaskEvent,
    taskIds.map((taskId) => ({ id: newId(), orgId, userId, taskId, kind, via, detail: detail ?? null })),
  );
}
