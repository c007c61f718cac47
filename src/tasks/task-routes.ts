// The REST door of tasks as things: today's, all of them, one by one.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, created, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, id, namedInstant, nextCursor, page, words, zone } from '../http/schemas.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { cancelTask } from './cancel-task.ts';
import { createTask, createTaskInOneStatement } from './create-task.ts';
import { listToday } from './list-today.sql.ts';
import { findTask, listTasks, readTask, viewTask } from './read-task.ts';
import { presentTask, taskJson, taskStatus, triggerType } from './task-json.ts';
import type { TaskView } from './task-view.ts';

export type TaskPorts = OncePorts;

export const today = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/tasks/today',
    operationId: 'listToday',
    summary: 'The tasks of today, in the zone of the person',
    responses: {
      200: answer(
        'In order of time.',
        z.strictObject({ date: z.iso.date(), zone, tasks: z.array(taskJson) }),
      ),
    },
  },
  ({ orm }: TaskPorts) =>
    async (c) => {
      const { localDate, zone, tasks } = await listToday(orm, c.var.person);
      return c.json({ date: localDate, zone, tasks: tasks.map(presentTask) }, 200);
    },
);

export const list = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/tasks',
    operationId: 'listTasks',
    summary: 'Tasks in order of time',
    request: {
      query: page.extend({
        from: namedInstant.optional(),
        to: namedInstant.optional().describe('Excluded.'),
        status: taskStatus.optional(),
        goal_id: id.optional(),
      }),
    },
    responses: {
      200: answer('One page.', z.strictObject({ tasks: z.array(taskJson), next_cursor: nextCursor })),
    },
  },
  (ports: TaskPorts) => async (c) => {
    const { from, to, status, goal_id, limit, cursor } = c.req.valid('query');
    const { tasks, nextCursor } = await asPerson(ports, c.var.person, (ctx) =>
      listTasks(ctx, {
        from: from === undefined ? undefined : new Date(from),
        to: to === undefined ? undefined : new Date(to),
        status,
        goalId: goal_id,
        limit,
        after: cursor ?? null,
      }),
    );
    return c.json({ tasks: tasks.map(presentTask), next_cursor: nextCursor }, 200);
  },
);

export const create = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['TIME_TAKEN'] },
  {
    method: 'post',
    path: '/tasks',
    operationId: 'createTask',
    summary: 'Create one task outside any plan',
    request: {
      body: jsonBody(
        z.strictObject({
          title: words(80),
          description: words(2000, 0).optional(),
          starts_at: namedInstant,
          duration_minutes: z.int().min(5).max(720),
          trigger_type: triggerType.optional(),
          force: z.boolean().optional().describe('Take the time even if another task stands there.'),
        }),
      ),
    },
    responses: { 201: created('Created.', taskJson) },
  },
  (ports: TaskPorts) => async (c) => {
    const { starts_at, duration_minutes: durationMinutes, trigger_type, ...rest } = c.req.valid('json');
    await hearWritten(ports, c.var.person, rest.title, rest.description);
    const input = { ...rest, startsAt: new Date(starts_at), durationMinutes, triggerType: trigger_type };
    return writeOnce(
      c,
      ports,
      201,
      async (ctx) => show(await createTask(ctx, input)),
      async (ctx) => show(await createTaskInOneStatement(ctx, input)),
    );
  },
);

export const read = endpoint(
  { access: 'tasks:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/tasks/{id}',
    operationId: 'readTask',
    summary: 'One task and what its reminder has done so far',
    request: { params: byId },
    responses: { 200: representation('The task.', taskJson) },
  },
  (ports: TaskPorts) => async (c) => {
    const taskId = c.req.valid('param').id;
    const task = await asPerson(ports, c.var.person, (ctx) => readTask(ctx, { taskId }));
    return answerTagged(c, presentTask(task));
  },
);

export const cancel = endpoint(
  { access: 'tasks:write', limit: 'crud', tagged: true },
  {
    method: 'delete',
    path: '/tasks/{id}',
    operationId: 'cancelTask',
    summary: 'Cancel a task; its reminder stops',
    request: { params: byId },
    responses: {
      200: representation('The task; one that was settled before is left as it was.', taskJson),
    },
  },
  (ports: TaskPorts) => (c) => {
    const taskId = c.req.valid('param').id;
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      return tagged(presentTask(await cancelTask(ctx, { taskId })));
    });
  },
);

const show = (task: TaskView) => ({ ...tagged(presentTask(task)), location: `/v1/tasks/${task.id}` });

/** Holds a write to the task that its client has seen. */
export const matchTask = (c: Context<Env>, ctx: Ctx, taskId: string): Promise<void> =>
  requireMatch(c, async () => [presentTask(await viewTask(ctx, await findTask(ctx, taskId, 'lock')))]);
