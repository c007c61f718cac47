// The REST door of what becomes of a task: done, missed, or moved to another time.
import { z } from '@hono/zod-openapi';
import { readProfile } from '../account/read-profile.ts';
import { writeOnce } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { byId, namedInstant, wholeNumber } from '../http/schemas.ts';
import { asPerson } from '../kernel/context.ts';
import { proposeReschedule, proposeTimes, rescheduleTask } from './reschedule-task.ts';
import { settleTask } from './answer-task.ts';
import { fireLocationTasks } from './fire-location-tasks.ts';
import { freeTime, presentTask, presentTime, taskJson } from './task-json.ts';
import { matchTask, type TaskPorts } from './task-routes.ts';

const settling = (status: 'done' | 'missed', route: { path: string; operationId: string; summary: string }) =>
  endpoint(
    { access: 'tasks:write', limit: 'crud', tagged: true },
    {
      ...route,
      method: 'post',
      request: { params: byId },
      responses: {
        200: answer(
          'The state that counts.',
          z.strictObject({
            first: z.boolean().describe('Whether this answer decided; a later one changes nothing.'),
            task: taskJson,
          }),
        ),
      },
    },
    (ports: TaskPorts) => (c) => {
      const taskId = c.req.valid('param').id;
      return writeOnce(c, ports, 200, async (ctx) => {
        await matchTask(c, ctx, taskId);
        const { first, task } = await settleTask(ctx, { taskId, status });
        return { body: { first, task: presentTask(task) } };
      });
    },
  );

export const complete = settling('done', {
  path: '/tasks/{id}/completion',
  operationId: 'completeTask',
  summary: 'Say that a task is done',
});

export const miss = settling('missed', {
  path: '/tasks/{id}/miss',
  operationId: 'missTask',
  summary: 'Say that a task was missed',
});

export const freeTimes = endpoint(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/tasks/{id}/free-times',
    operationId: 'listFreeTimes',
    summary: 'Free times that a task could move to',
    request: {
      params: byId,
      query: z.strictObject({ limit: wholeNumber(1, 20).default(5) }),
    },
    responses: { 200: answer('Soonest first.', z.strictObject({ times: z.array(freeTime) })) },
  },
  (ports: TaskPorts) => async (c) => {
    const taskId = c.req.valid('param').id;
    const { limit } = c.req.valid('query');
    const times = await asPerson(ports, c.var.person, async (ctx) => {
      const { zone } = await readProfile(ctx);
      return (await proposeTimes(ctx, { taskId, limit })).map(presentTime(zone));
    });
    return c.json({ times }, 200);
  },
);

export const propose = endpoint(
  { access: 'tasks:write', limit: 'crud', problems: ['TASK_SETTLED', 'GOAL_LET_GO'] },
  {
    method: 'post',
    path: '/tasks/{id}/reschedule-proposal',
    operationId: 'proposeReschedule',
    summary: 'Free times for a task, of which one is confirmed by moving it there',
    description:
      'Nothing is written until then: `reschedule` with one of the times and the generation confirms.',
    request: { params: byId },
    responses: {
      200: answer(
        'Soonest first; none where the coming week is full.',
        z.strictObject({ generation: z.int(), times: z.array(freeTime) }),
      ),
    },
  },
  (ports: TaskPorts) => (c) => {
    const taskId = c.req.valid('param').id;
    return writeOnce(c, ports, 200, async (ctx) => {
      const { generation, times } = await proposeReschedule(ctx, { taskId, limit: 5 });
      const { zone } = await readProfile(ctx);
      return { body: { generation, times: times.map(presentTime(zone)) } };
    });
  },
);

export const reschedule = endpoint(
  {
    access: 'tasks:write',
    limit: 'crud',
    tagged: true,
    problems: ['TASK_SETTLED', 'GOAL_LET_GO', 'TIME_TAKEN', 'PROPOSAL_STALE'],
  },
  {
    method: 'post',
    path: '/tasks/{id}/reschedule',
    operationId: 'rescheduleTask',
    summary: 'Move a task to a time, or to the first free one',
    request: {
      params: byId,
      body: {
        ...jsonBody(
          z.strictObject({
            starts_at: namedInstant.optional(),
            generation: z
              .int()
              .min(1)
              .optional()
              .describe('As the proposal said it: where the task was moved since, nothing is moved.'),
          }),
        ),
        required: false,
      },
    },
    responses: {
      200: answer('Moved.', z.strictObject({ task: taskJson, alternatives: z.array(freeTime) })),
    },
  },
  (ports: TaskPorts) => (c) => {
    const taskId = c.req.valid('param').id;
    const { starts_at, generation } = c.req.valid('json');
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      const startsAt = starts_at === undefined ? null : new Date(starts_at);
      const { task, alternatives } = await rescheduleTask(ctx, { taskId, startsAt, generation });
      const { zone } = await readProfile(ctx);
      return { body: { task: presentTask(task), alternatives: alternatives.map(presentTime(zone)) } };
    });
  },
);

export const fireAtPlace = endpoint(
  { access: 'tasks:write', limit: 'crud' },
  {
    method: 'post',
    path: '/demo/location-triggers',
    operationId: 'fireLocationTasks',
    summary: 'As if the person had come to where their tasks with a place are: each of them rings now, once',
    responses: { 200: answer('What is due now.', z.strictObject({ tasks: z.array(taskJson) })) },
  },
  (ports: TaskPorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({
      body: { tasks: (await fireLocationTasks(ctx)).map(presentTask) },
    })),
);
