// The REST door of second thoughts: a task's words and time are changed, what was settled is opened again, plans move
// into another zone.
import { z } from '@hono/zod-openapi';
import { tagged } from '../http/etag.ts';
import { writeOnce } from '../http/once.ts';
import { answer, endpoint, jsonBody, representation } from '../http/operation.ts';
import { byId, namedInstant, words } from '../http/schemas.ts';
import { hearWritten } from '../safety/hear-written.ts';
import { editTask } from './edit-task.ts';
import { reopenTask } from './reopen-task.ts';
import { rezoneTasks } from './rezone-tasks.ts';
import { presentRezoned, presentTask, rezonedJson, taskJson } from './task-json.ts';
import { matchTask, type TaskPorts } from './task-routes.ts';

export const edit = endpoint(
  {
    access: 'tasks:write',
    limit: 'crud',
    tagged: true,
    problems: ['TASK_SETTLED', 'GOAL_LET_GO', 'TIME_TAKEN'],
  },
  {
    method: 'patch',
    path: '/tasks/{id}',
    operationId: 'editTask',
    summary: 'Change the words, the length or the time of a task; what is not named stays',
    request: {
      params: byId,
      body: jsonBody(
        z.strictObject({
          title: words(80).optional(),
          description: words(2000, 0).optional(),
          starts_at: namedInstant.optional().describe('Another start is a move: its reminder moves along.'),
          duration_minutes: z.int().min(5).max(720).optional(),
          force: z
            .boolean()
            .optional()
            .describe('Take the time even if another task stands there, or if it has passed.'),
        }),
      ),
    },
    responses: { 200: representation('As it is now.', taskJson) },
  },
  (ports: TaskPorts) => async (c) => {
    const taskId = c.req.valid('param').id;
    const { starts_at, duration_minutes: durationMinutes, ...rest } = c.req.valid('json');
    await hearWritten(ports, c.var.person, rest.title, rest.description);
    const startsAt = starts_at === undefined ? undefined : new Date(starts_at);
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      return tagged(presentTask(await editTask(ctx, { ...rest, taskId, startsAt, durationMinutes })));
    });
  },
);

export const reopen = endpoint(
  {
    access: 'tasks:write',
    limit: 'crud',
    tagged: true,
    problems: ['TASK_SETTLED', 'GOAL_LET_GO', 'TIME_TAKEN'],
  },
  {
    method: 'post',
    path: '/tasks/{id}/reopening',
    operationId: 'reopenTask',
    summary: 'Take back “done” or “missed”: the task is still to be done',
    request: {
      params: byId,
      body: {
        ...jsonBody(
          z.strictObject({
            force: z.boolean().optional().describe('Even if another task stands at its time by now.'),
          }),
        ),
        required: false,
      },
    },
    responses: { 200: representation('Open again; one that was open is left as it was.', taskJson) },
  },
  (ports: TaskPorts) => (c) => {
    const taskId = c.req.valid('param').id;
    const { force } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      return tagged(presentTask(await reopenTask(ctx, { taskId, force })));
    });
  },
);

export const rezone = endpoint(
  { access: 'tasks:write', limit: 'crud' },
  {
    method: 'post',
    path: '/tasks/rezoning',
    operationId: 'rezoneTasks',
    summary: 'Move the sessions of plans to their old time of day in the zone of now',
    description:
      'For after a change of zone. What was written by hand stays at its moment. Safe to repeat: what has followed moves no further, and what stays may follow later.',
    responses: { 200: answer('What moved, and what stays where it was.', rezonedJson) },
  },
  (ports: TaskPorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: presentRezoned(await rezoneTasks(ctx)) })),
);
