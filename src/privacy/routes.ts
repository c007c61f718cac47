// The REST door of what concerns all that is a person's.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { read, receipt, request, takeBack, type PrivacyPorts } from './erasure-routes.ts';

export const privacyRoutes = (ports: PrivacyPorts): OpenAPIHono<Env> =>
  room(ports, request, read, takeBack, receipt);
