// The door at which an account is seen as a whole.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { applyEasings } from '../account/apply-easings.sql.ts';
import { listSessions } from '../account/list-sessions.ts';
import { readMe } from '../account/read-me.ts';
import type { Env } from '../http/env.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { countInSleep } from '../tasks/count-in-sleep.ts';
import type { UsagePorts } from '../usage/usage-routes.ts';
import { accountJson, presentAccount } from './me-json.ts';
import { readAccount } from './read-account.sql.ts';

const read = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/me',
    operationId: 'readAccount',
    summary: 'All that belongs to your account, at one look',
    description:
      'What has a door of its own is shown as it is there, or counted. An erasure that waits stands in GET /v1/me/erasure, which alone is open then.',
    responses: { 200: answer('As it is now.', accountJson) },
  },
  (ports: UsagePorts) => async (c) => {
    const { person, principal } = c.var;
    const [sessions, found] = await Promise.all([
      listSessions(ports.orm, person),
      asPerson(ports, person, async (ctx) => {
        await applyEasings(ctx);
        const me = await readMe(ctx);
        const tasksInSleep = await countInSleep(ctx, me.profile);
        return { me, tasksInSleep, counted: await readAccount(ctx, ports.allowances) };
      }),
    ]);
    return c.json(presentAccount({ ...found, sessions: sessions.length }, principal), 200);
  },
);

export const meRoutes = (ports: UsagePorts): OpenAPIHono<Env> => room(ports, read);
