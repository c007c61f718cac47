// The REST door of use and budgets.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import {
  readOfGoal,
  readOfOrganisation,
  readOwn,
  setOfGoal,
  setOfOrganisation,
  setOwn,
} from './budget-routes.ts';
import { calls, ofOrganisation, summary, type UsagePorts } from './usage-routes.ts';

export const usageRoutes = (ports: UsagePorts): OpenAPIHono<Env> =>
  room<UsagePorts>(
    ports,
    summary,
    calls,
    readOwn,
    setOwn,
    readOfGoal,
    setOfGoal,
    ofOrganisation,
    readOfOrganisation,
    setOfOrganisation,
  );
