// The REST door of tasks.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Flows } from '../../temporal/flows.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Env } from '../http/env.ts';
import { presentTask, taskJson, taskStatus } from '../http/json/task.ts';
import {
  answer,
  createRoutes,
  jsonBody,
  refusals,
  SIGNED_IN,
  SIGNED_IN_PROBLEMS,
  WRITE_PROBLEMS,
} from '../http/operation.ts';
import {
  byId,
  id,
  instant,
  localDateTime,
  namedInstant,
  nextCursor,
  page,
  words,
  zone,
} from '../http/schemas.ts';
import { tellReminders } from '../http/tell-reminders.ts';
import { asPerson } from '../kernel/context.ts';
import { utcToWallClock } from '../kernel/time.ts';
import { cancelTask } from './cancel-task.ts';
import { createTask } from './create-task.ts';
import { listTasks, listToday, readTask } from './read-task.ts';
import { proposeTimes, rescheduleTask } from './reschedule-task.ts';
import { settleTask } from './settle-task.ts';

const settled = z.strictObject({
  first: z.boolean().describe('Whether this answer decided; a later one changes nothing.'),
  task: taskJson,
});
const freeTime = z.strictObject({ starts_at: instant, starts_local: localDateTime });

const today = createRoute({
  method: 'get',
  path: '/tasks/today',
  operationId: 'listToday',
  summary: 'The tasks of today, in the zone of the person',
  security: SIGNED_IN,
  responses: {
    200: answer('In order of time.', z.strictObject({ date: z.iso.date(), zone, tasks: z.array(taskJson) })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const list = createRoute({
  method: 'get',
  path: '/tasks',
  operationId: 'listTasks',
  summary: 'Tasks in order of time',
  security: SIGNED_IN,
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
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const create = createRoute({
  method: 'post',
  path: '/tasks',
  operationId: 'createTask',
  summary: 'Create one task outside any plan',
  security: SIGNED_IN,
  request: {
    body: jsonBody(
      z.strictObject({
        title: words(80),
        description: words(2000, 0).optional(),
        starts_at: namedInstant,
        duration_minutes: z.int().min(5).max(720),
        force: z.boolean().optional().describe('Take the time even if another task stands there.'),
      }),
    ),
  },
  responses: { 201: answer('Created.', taskJson), ...refusals(...WRITE_PROBLEMS, 'TIME_TAKEN') },
});

const read = createRoute({
  method: 'get',
  path: '/tasks/{id}',
  operationId: 'readTask',
  summary: 'One task and what its reminder has done so far',
  security: SIGNED_IN,
  request: { params: byId },
  responses: { 200: answer('The task.', taskJson), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const cancel = createRoute({
  method: 'delete',
  path: '/tasks/{id}',
  operationId: 'cancelTask',
  summary: 'Cancel a task; its reminder stops',
  security: SIGNED_IN,
  request: { params: byId },
  responses: {
    200: answer('The task; one that was settled before is left as it was.', taskJson),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const complete = createRoute({
  method: 'post',
  path: '/tasks/{id}/completion',
  operationId: 'completeTask',
  summary: 'Say that a task is done',
  security: SIGNED_IN,
  request: { params: byId },
  responses: { 200: answer('The state that counts.', settled), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const miss = createRoute({
  method: 'post',
  path: '/tasks/{id}/miss',
  operationId: 'missTask',
  summary: 'Say that a task was missed',
  security: SIGNED_IN,
  request: { params: byId },
  responses: { 200: answer('The state that counts.', settled), ...refusals(...SIGNED_IN_PROBLEMS) },
});

const freeTimes = createRoute({
  method: 'get',
  path: '/tasks/{id}/free-times',
  operationId: 'listFreeTimes',
  summary: 'Free times that a task could move to',
  security: SIGNED_IN,
  request: {
    params: byId,
    query: z.strictObject({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
  },
  responses: {
    200: answer('Soonest first.', z.strictObject({ times: z.array(freeTime) })),
    ...refusals(...SIGNED_IN_PROBLEMS),
  },
});

const reschedule = createRoute({
  method: 'post',
  path: '/tasks/{id}/reschedule',
  operationId: 'rescheduleTask',
  summary: 'Move a task to a time, or to the first free one',
  security: SIGNED_IN,
  request: {
    params: byId,
    body: { ...jsonBody(z.strictObject({ starts_at: namedInstant.optional() })), required: false },
  },
  responses: {
    200: answer('Moved.', z.strictObject({ task: taskJson, alternatives: z.array(freeTime) })),
    ...refusals(...WRITE_PROBLEMS, 'TASK_SETTLED', 'TIME_TAKEN'),
  },
});

export function taskRoutes({ orm, flows }: { orm: MikroORM; flows: Flows }): OpenAPIHono<Env> {
  const app = createRoutes();

  app.openapi(today, async (c) => {
    const { localDate, zone, tasks } = await asPerson(orm, c.var.person, listToday);
    return c.json({ date: localDate, zone, tasks: tasks.map(presentTask) }, 200);
  });

  app.openapi(list, async (c) => {
    const { from, to, status, goal_id, limit, cursor } = c.req.valid('query');
    const { tasks, nextCursor } = await asPerson(orm, c.var.person, (ctx) =>
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
  });

  app.openapi(create, async (c) => {
    const { title, description, starts_at, duration_minutes, force } = c.req.valid('json');
    const { person, log } = c.var;
    const { task, due } = await asPerson(orm, person, (ctx) =>
      createTask(ctx, {
        title,
        description,
        startsAt: new Date(starts_at),
        durationMinutes: duration_minutes,
        force,
      }),
    );
    await tellReminders(flows, log, person, { due });
    return c.json(presentTask(task), 201);
  });

  app.openapi(read, async (c) => {
    const taskId = c.req.valid('param').id;
    return c.json(presentTask(await asPerson(orm, c.var.person, (ctx) => readTask(ctx, { taskId }))), 200);
  });

  app.openapi(cancel, async (c) => {
    const taskId = c.req.valid('param').id;
    const { person, log } = c.var;
    const { task, nudge } = await asPerson(orm, person, (ctx) => cancelTask(ctx, { taskId }));
    await tellReminders(flows, log, person, { nudge });
    return c.json(presentTask(task), 200);
  });

  for (const [route, status] of [
    [complete, 'done'],
    [miss, 'missed'],
  ] as const)
    app.openapi(route, async (c) => {
      const taskId = c.req.valid('param').id;
      const { person, log } = c.var;
      const { first, task, nudge } = await asPerson(orm, person, (ctx) =>
        settleTask(ctx, { taskId, status, via: 'rest' }),
      );
      await tellReminders(flows, log, person, { nudge });
      return c.json({ first, task: presentTask(task) }, 200);
    });

  app.openapi(freeTimes, async (c) => {
    const taskId = c.req.valid('param').id;
    const { limit } = c.req.valid('query');
    const times = await asPerson(orm, c.var.person, async (ctx) => {
      const { zone } = await readProfile(ctx);
      return (await proposeTimes(ctx, { taskId, limit })).map(presentTime(zone));
    });
    return c.json({ times }, 200);
  });

  app.openapi(reschedule, async (c) => {
    const taskId = c.req.valid('param').id;
    const { starts_at } = c.req.valid('json');
    const { person, log } = c.var;
    const { moved, zone } = await asPerson(orm, person, async (ctx) => ({
      moved: await rescheduleTask(ctx, {
        taskId,
        startsAt: starts_at === undefined ? null : new Date(starts_at),
        via: 'rest',
      }),
      zone: (await readProfile(ctx)).zone,
    }));
    await tellReminders(flows, log, person, moved);
    return c.json(
      { task: presentTask(moved.task), alternatives: moved.alternatives.map(presentTime(zone)) },
      200,
    );
  });

  return app;
}

const presentTime = (zone: string) => (startsAt: Date) => {
  const { date, time } = utcToWallClock(startsAt, zone);
  return { starts_at: startsAt.toISOString(), starts_local: `${date}T${time}` };
};
