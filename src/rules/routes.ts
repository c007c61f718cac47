// The REST door of rules and pauses.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { pause, pauses, resume } from './pause-routes.ts';
import { edit, end, restore, skip } from './rule-changing-routes.ts';
import { create, list, occurrences, read, type RulePorts } from './rule-routes.ts';

export const ruleRoutes = (ports: RulePorts): OpenAPIHono<Env> =>
  room(ports, list, create, read, edit, end, occurrences, skip, restore, pause, pauses, resume);
