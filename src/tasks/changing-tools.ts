// What a model may do about second thoughts: change a task, and open again what was settled.
import { z } from '@hono/zod-openapi';
import { id, namedInstant, words } from '../http/schemas.ts';
import { defineTransactionTool } from '../llm/tool.ts';
import { editTask } from './edit-task.ts';
import { reopenTask } from './reopen-task.ts';
import { rezoneTasks } from './rezone-tasks.ts';
import { presentRezoned, presentTask, rezonedJson, taskJson } from './task-json.ts';

export const editTaskTool = defineTransactionTool({
  name: 'edit_task',
  description:
    'Changes the title, the description, the length or the start of a task; what is not named stays as it is.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  hears: ['title', 'description'],
  input: z.strictObject({
    task_id: id,
    title: words(80).optional(),
    description: words(2000, 0).optional(),
    starts_at: namedInstant.optional(),
    duration_minutes: z.int().min(5).max(720).optional(),
    force: z
      .boolean()
      .optional()
      .describe('Take the time even if another task stands there, or if it has passed.'),
  }),
  output: taskJson,
  within: async (ctx, { task_id, starts_at, duration_minutes, ...rest }) =>
    presentTask(
      await editTask(ctx, {
        ...rest,
        taskId: task_id,
        startsAt: starts_at === undefined ? undefined : new Date(starts_at),
        durationMinutes: duration_minutes,
      }),
    ),
});

export const reopenTaskTool = defineTransactionTool({
  name: 'reopen_task',
  description:
    'Takes back “done” or “missed”: the task is still to be done. One that is open stays as it is.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({
    task_id: id,
    force: z.boolean().optional().describe('Even if another task stands at its time by now.'),
  }),
  output: taskJson,
  within: async (ctx, { task_id, force }) => presentTask(await reopenTask(ctx, { taskId: task_id, force })),
});

export const rezoneTasksTool = defineTransactionTool({
  name: 'rezone_tasks',
  description:
    'After a change of zone: moves the sessions of plans to their old time of day there. Says what moved and what stays.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: true,
  input: z.strictObject({}),
  output: rezonedJson,
  within: async (ctx) => presentRezoned(await rezoneTasks(ctx)),
});
