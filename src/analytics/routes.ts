// The REST door of figures.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import type { OncePorts } from '../http/once.ts';
import { room } from '../http/operation.ts';
import { channels, goals, hours, missedByCategory, overview, weekly } from './analytics-routes.ts';

export const analyticsRoutes = (ports: OncePorts): OpenAPIHono<Env> =>
  room<OncePorts>(ports, overview, goals, missedByCategory, weekly, hours, channels);
