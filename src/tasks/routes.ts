// The REST door of tasks.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Flows } from '../../temporal/flows.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Env } from '../http/env.ts';
import { answerTagged, requireMatch, tagged } from '../http/etag.ts';
import { presentTask, taskJson, taskStatus } from '../http/json/task.ts';
import { answer, created, createRoutes, jsonBody, operation, representation } from '../http/operation.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
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
import { asPerson, type Ctx } from '../kernel/context.ts';
import { utcToWallClock } from '../kernel/time.ts';
import { cancelTask } from './cancel-task.ts';
import { createTask, createTaskAlone, type CreatedTask } from './create-task.ts';
import { listToday } from './list-today.ts';
import { findTask, listTasks, readTask } from './read-task.ts';
import { proposeTimes, rescheduleTask } from './reschedule-task.ts';
import { settleTask } from './settle-task.ts';
import type { ReminderDue } from './task-ref.ts';

const settled = z.strictObject({
  first: z.boolean().describe('Whether this answer decided; a later one changes nothing.'),
  task: taskJson,
});
const freeTime = z.strictObject({ starts_at: instant, starts_local: localDateTime });

const today = operation(
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
);

const list = operation(
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
);

const create = operation(
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
          force: z.boolean().optional().describe('Take the time even if another task stands there.'),
        }),
      ),
    },
    responses: { 201: created('Created.', taskJson) },
  },
);

const read = operation(
  { access: 'tasks:read', limit: 'crud', tagged: true },
  {
    method: 'get',
    path: '/tasks/{id}',
    operationId: 'readTask',
    summary: 'One task and what its reminder has done so far',
    request: { params: byId },
    responses: { 200: representation('The task.', taskJson) },
  },
);

const cancel = operation(
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
);

const complete = operation(
  { access: 'tasks:write', limit: 'crud', tagged: true },
  {
    method: 'post',
    path: '/tasks/{id}/completion',
    operationId: 'completeTask',
    summary: 'Say that a task is done',
    request: { params: byId },
    responses: { 200: answer('The state that counts.', settled) },
  },
);

const miss = operation(
  { access: 'tasks:write', limit: 'crud', tagged: true },
  {
    method: 'post',
    path: '/tasks/{id}/miss',
    operationId: 'missTask',
    summary: 'Say that a task was missed',
    request: { params: byId },
    responses: { 200: answer('The state that counts.', settled) },
  },
);

const freeTimes = operation(
  { access: 'tasks:read', limit: 'crud' },
  {
    method: 'get',
    path: '/tasks/{id}/free-times',
    operationId: 'listFreeTimes',
    summary: 'Free times that a task could move to',
    request: {
      params: byId,
      query: z.strictObject({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
    },
    responses: {
      200: answer('Soonest first.', z.strictObject({ times: z.array(freeTime) })),
    },
  },
);

const reschedule = operation(
  { access: 'tasks:write', limit: 'crud', tagged: true, problems: ['TASK_SETTLED', 'TIME_TAKEN'] },
  {
    method: 'post',
    path: '/tasks/{id}/reschedule',
    operationId: 'rescheduleTask',
    summary: 'Move a task to a time, or to the first free one',
    request: {
      params: byId,
      body: { ...jsonBody(z.strictObject({ starts_at: namedInstant.optional() })), required: false },
    },
    responses: {
      200: answer('Moved.', z.strictObject({ task: taskJson, alternatives: z.array(freeTime) })),
    },
  },
);

export function taskRoutes(ports: OncePorts & { flows: Flows }): OpenAPIHono<Env> {
  const { orm, flows } = ports;
  const app = createRoutes();

  app.openapi(today, async (c) => {
    const { localDate, zone, tasks } = await listToday(orm, c.var.person);
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

  app.openapi(create, (c) => {
    const { title, description, starts_at, duration_minutes, force } = c.req.valid('json');
    const { person, log } = c.var;
    const input = {
      title,
      description,
      force,
      startsAt: new Date(starts_at),
      durationMinutes: duration_minutes,
    };
    const tell = ({ task, due }: CreatedTask) => ({
      ...tagged(presentTask(task)),
      location: `/v1/tasks/${task.id}`,
      // What is due later is left to the sweep: nobody who plans next week waits for Temporal.
      after: () => tellReminders(flows, log, person, { due: isSoon(due) ? due : null }),
    });
    return writeOnce(
      c,
      ports,
      201,
      async (ctx) => tell(await createTask(ctx, input)),
      async () => tell(await createTaskAlone(orm, person, input)),
    );
  });

  app.openapi(read, async (c) => {
    const taskId = c.req.valid('param').id;
    return answerTagged(
      c,
      presentTask(await asPerson(orm, c.var.person, (ctx) => readTask(ctx, { taskId }))),
    );
  });

  app.openapi(cancel, (c) => {
    const taskId = c.req.valid('param').id;
    const { person, log } = c.var;
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      const { task, nudge } = await cancelTask(ctx, { taskId });
      return { ...tagged(presentTask(task)), after: () => tellReminders(flows, log, person, { nudge }) };
    });
  });

  for (const [route, status] of [
    [complete, 'done'],
    [miss, 'missed'],
  ] as const)
    app.openapi(route, (c) => {
      const taskId = c.req.valid('param').id;
      const { person, log } = c.var;
      return writeOnce(c, ports, 200, async (ctx) => {
        await matchTask(c, ctx, taskId);
        const { first, task, nudge } = await settleTask(ctx, { taskId, status, via: 'rest' });
        return {
          body: { first, task: presentTask(task) },
          after: () => tellReminders(flows, log, person, { nudge }),
        };
      });
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

  app.openapi(reschedule, (c) => {
    const taskId = c.req.valid('param').id;
    const { starts_at } = c.req.valid('json');
    const { person, log } = c.var;
    return writeOnce(c, ports, 200, async (ctx) => {
      await matchTask(c, ctx, taskId);
      const startsAt = starts_at === undefined ? null : new Date(starts_at);
      const moved = await rescheduleTask(ctx, { taskId, startsAt, via: 'rest' });
      const { zone } = await readProfile(ctx);
      return {
        body: { task: presentTask(moved.task), alternatives: moved.alternatives.map(presentTime(zone)) },
        after: () => tellReminders(flows, log, person, moved),
      };
    });
  });

  return app;
}

const matchTask = (c: Context<Env>, ctx: Ctx, taskId: string): Promise<void> =>
  requireMatch(c, async () => {
    await findTask(ctx, taskId, 'lock');
    return [presentTask(await readTask(ctx, { taskId }))];
  });

const SOON_MS = 5 * 60_000;
const isSoon = ({ dueAt }: ReminderDue): boolean => dueAt.getTime() < Date.now() + SOON_MS;

const presentTime = (zone: string) => (startsAt: Date) => {
  const { date, time } = utcToWallClock(startsAt, zone);
  return { starts_at: startsAt.toISOString(), starts_local: `${date}T${time}` };
};
