// The task that a model named: what is no id at all was misread, and is no fault of the machine.
import { z } from 'zod';
import type { Ctx } from '../../kernel/context.ts';
import { FluxError } from '../../kernel/errors.ts';
import { readTask } from '../../tasks/read-task.ts';
import type { TaskView } from '../../tasks/task-view.ts';

/** Throws VALIDATION_FAILED and NOT_FOUND. */
export async function taskNamed(ctx: Ctx, taskId: string): Promise<TaskView> {
  if (!z.uuid().safeParse(taskId).success) throw new FluxError('VALIDATION_FAILED');
  return readTask(ctx, { taskId });
}
