// The REST door of tasks.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { edit, reopen, rezone } from './changing-routes.ts';
import { complete, fireAtPlace, freeTimes, miss, propose, reschedule } from './settling-routes.ts';
import { cancel, create, list, read, today, type TaskPorts } from './task-routes.ts';

// What has a name before the id that it could be taken for.
export const taskRoutes = (ports: TaskPorts): OpenAPIHono<Env> =>
  room(
    ports,
    today,
    rezone,
    list,
    create,
    read,
    edit,
    cancel,
    complete,
    miss,
    reopen,
    freeTimes,
    propose,
    reschedule,
    fireAtPlace,
  );
