// Appends to a task's history.
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { TaskEvent, type AnswerChannel } from './task.entity.ts';

/** Writes one line of history in the caller's transaction. `detail`: what a move changed, ISO 8601 UTC. */
export async function recordEvent(
  ctx: Ctx,
  event: { taskId: string; kind: TaskEvent['kind']; via: AnswerChannel; detail?: Record<string, string> },
): Promise<void> {
  await ctx.em.insert(TaskEvent, {
    id: newId(),
    orgId: ctx.orgId,
    userId: ctx.userId,
    taskId: event.taskId,
    kind: event.kind,
    via: event.via,
    detail: event.detail ?? null,
  });
}
