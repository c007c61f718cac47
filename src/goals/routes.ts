// The REST door of goals: say one, look at its drafts, approve, ask for another, or let it go.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { approve, readOneDraft, revise } from './draft-routes.ts';
import { abandon, create, list, read, type GoalPorts } from './goal-routes.ts';
import { leaveAsItIs, modify, restore } from './modification-routes.ts';
import { share, unshare } from './sharing-routes.ts';
import { open } from './step-routes.ts';

export const goalRoutes = (ports: GoalPorts): OpenAPIHono<Env> =>
  room(
    ports,
    create,
    list,
    read,
    readOneDraft,
    approve,
    revise,
    abandon,
    open,
    modify,
    leaveAsItIs,
    restore,
    share,
    unshare,
  );
