// The REST door of rules.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { create, list, occurrences, read, type RulePorts } from './rule-routes.ts';

export const ruleRoutes = (ports: RulePorts): OpenAPIHono<Env> =>
  room(ports, list, create, read, occurrences);
