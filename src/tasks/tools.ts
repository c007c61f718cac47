// What a model may do with tasks.
import { z } from '@hono/zod-openapi';
import { readProfile } from '../account/read-profile.ts';
import { id, namedInstant, nextCursor, page, words, zone } from '../http/schemas.ts';
import type { Actor, Store } from '../kernel/context.ts';
import { defineTool, defineTransactionTool } from '../llm/tool.ts';
import { cancelTask } from './cancel-task.ts';
import { editTaskTool, reopenTaskTool, rezoneTasksTool } from './changing-tools.ts';
import { createTask } from './create-task.ts';
import { listToday } from './list-today.sql.ts';
import { listTasks, readTask } from './read-task.ts';
import { proposeTimes, rescheduleTask } from './reschedule-task.ts';
import { settleTask } from './answer-task.ts';
import { freeTime, presentTask, presentTime, taskJson, taskStatus } from './task-json.ts';

/** Of a task whose length nobody named. */
export const DEFAULT_MINUTES = 30;

export const createTaskTool = defineTransactionTool({
  name: 'create_task',
  description:
    'Puts one task into the calendar and reminds the person of it. For a goal that takes weeks, open a goal instead.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  ownId: 'task_id',
  hears: ['title', 'description'],
  input: z.strictObject({
    task_id: id.optional().describe('Made by the caller, so that a repeat is harmless.'),
    title: words(80),
    description: words(2000, 0).optional(),
    starts_at: namedInstant,
    duration_minutes: z.int().min(5).max(720).default(DEFAULT_MINUTES),
    force: z.boolean().optional().describe('Take the time even if another task stands there.'),
  }),
  output: taskJson,
  within: async (ctx, { task_id, starts_at, duration_minutes, ...rest }) =>
    presentTask(
      await createTask(ctx, {
        ...rest,
        taskId: task_id,
        startsAt: new Date(starts_at),
        durationMinutes: duration_minutes,
      }),
    ),
});

export const rescheduleTaskTool = defineTransactionTool({
  name: 'reschedule_task',
  description:
    'Moves an open task to a time, or to the first free one where none is named. Its reminder moves along.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  input: z.strictObject({ task_id: id, starts_at: namedInstant.optional() }),
  output: z.strictObject({ task: taskJson, alternatives: z.array(freeTime) }),
  within: async (ctx, { task_id, starts_at }) => {
    const startsAt = starts_at === undefined ? null : new Date(starts_at);
    const { task, alternatives } = await rescheduleTask(ctx, { taskId: task_id, startsAt });
    const { zone } = await readProfile(ctx);
    return { task: presentTask(task), alternatives: alternatives.map(presentTime(zone)) };
  },
});

export const settleTaskTool = defineTransactionTool({
  name: 'settle_task',
  description:
    'Says that a task is done, or was missed. The first answer counts; a later one only stands in its history.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: false,
  idempotent: false,
  input: z.strictObject({ task_id: id, status: z.enum(['done', 'missed']) }),
  output: z.strictObject({ first: z.boolean().describe('Whether this answer decided.'), task: taskJson }),
  within: async (ctx, { task_id, status }) => {
    const { first, task } = await settleTask(ctx, { taskId: task_id, status });
    return { first, task: presentTask(task) };
  },
});

export const cancelTaskTool = defineTransactionTool({
  name: 'cancel_task',
  description:
    'Takes one task off the calendar for good; its reminder stops. One that is settled is left as it is.',
  scope: 'tasks:write',
  limit: 'crud',
  readOnly: false,
  destructive: true,
  idempotent: true,
  input: z.strictObject({ task_id: id }),
  output: taskJson,
  within: async (ctx, { task_id }) => presentTask(await cancelTask(ctx, { taskId: task_id })),
});

export const listTasksTool = defineTransactionTool({
  name: 'list_tasks',
  description: 'Tasks in order of time, a page at a time.',
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: page.extend({
    from: namedInstant.optional(),
    to: namedInstant.optional().describe('Excluded.'),
    status: taskStatus.optional(),
    goal_id: id.optional(),
  }),
  output: z.strictObject({ tasks: z.array(taskJson), next_cursor: nextCursor }),
  within: async (ctx, { from, to, status, goal_id, limit, cursor }) => {
    const found = await listTasks(ctx, {
      from: from === undefined ? undefined : new Date(from),
      to: to === undefined ? undefined : new Date(to),
      status,
      goalId: goal_id,
      limit,
      after: cursor ?? null,
    });
    return { tasks: found.tasks.map(presentTask), next_cursor: found.nextCursor };
  },
});

export const readTaskTool = defineTransactionTool({
  name: 'read_task',
  description: 'One task, and what its reminder has done so far.',
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ task_id: id }),
  output: taskJson,
  within: async (ctx, { task_id }) => presentTask(await readTask(ctx, { taskId: task_id })),
});

export const listTodayTool = defineTool({
  name: 'list_today',
  description: "The tasks of the person's own today, settled ones included.",
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: z.strictObject({}),
  output: z.strictObject({ date: z.iso.date(), zone, tasks: z.array(taskJson) }),
  run: async ({ orm }: Store, actor: Actor) => {
    const { localDate, zone, tasks } = await listToday(orm, actor);
    return { date: localDate, zone, tasks: tasks.map(presentTask) };
  },
});

export const findFreeTimesTool = defineTransactionTool({
  name: 'find_free_times',
  description:
    'Free times that a task could move to, soonest first: awake, outside work hours, with room around it.',
  scope: 'tasks:read',
  limit: 'crud',
  readOnly: true,
  destructive: false,
  idempotent: true,
  input: z.strictObject({ task_id: id, limit: z.int().min(1).max(20).default(5) }),
  output: z.strictObject({ times: z.array(freeTime) }),
  within: async (ctx, { task_id, limit }) => {
    const { zone } = await readProfile(ctx);
    const times = await proposeTimes(ctx, { taskId: task_id, limit });
    return { times: times.map(presentTime(zone)) };
  },
});

export const taskTools = [
  createTaskTool,
  rescheduleTaskTool,
  editTaskTool,
  settleTaskTool,
  reopenTaskTool,
  rezoneTasksTool,
  cancelTaskTool,
  listTasksTool,
  readTaskTool,
  listTodayTool,
  findFreeTimesTool,
];
