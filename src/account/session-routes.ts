// The door to where one is signed in, and to one's password.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { writeInSteps, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Attempt } from '../kernel/idempotency.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { openSessionJson, passwordChange, presentOpenSession } from './auth-json.ts';
import { changePassword } from './change-password.ts';
import { endSession } from './end-session.ts';
import { listSessions } from './list-sessions.ts';

export interface SessionRoutePorts extends OncePorts {
  limiter: Limiter;
}

const list = endpoint(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/account/sessions',
    operationId: 'listSessions',
    summary: 'Where one is signed in',
    responses: { 200: answer('Oldest first.', z.strictObject({ sessions: z.array(openSessionJson) })) },
  },
  (ports: SessionRoutePorts) => async (c) => {
    const { sessionId } = c.var.principal;
    const sessions = await listSessions(ports.orm, c.var.person);
    return c.json({ sessions: sessions.map((one) => presentOpenSession(one, sessionId)) }, 200);
  },
);

const end = endpoint(
  { access: 'session', limit: 'crud', endsStanding: true },
  {
    method: 'delete',
    path: '/account/sessions/{id}',
    operationId: 'endSession',
    summary: 'Sign out there',
    request: { params: byId },
    responses: { 204: { description: 'Signed out.' } },
  },
  (ports: SessionRoutePorts) => (c) =>
    writeInSteps(c, ports, remember, async ({ isRepeat }) => {
      const ending = endSession(ports.orm, c.var.person.userId, c.req.valid('param').id);
      await ending.catch((error: unknown) => {
        // An attempt that died before it was answered has ended it.
        if (!isRepeat || !(error instanceof FluxError) || error.code !== 'NOT_FOUND') throw error;
      });
      return NO_CONTENT;
    }),
);

const password = endpoint(
  { access: 'session', limit: 'crud', problems: ['BAD_CREDENTIALS', 'PASSWORD_WEAK'] },
  {
    method: 'post',
    path: '/auth/password',
    operationId: 'changePassword',
    summary: 'Change the password, and sign out everywhere else',
    request: { body: jsonBody(passwordChange) },
    responses: { 204: { description: 'Changed.' } },
  },
  (ports: SessionRoutePorts) => (c) =>
    writeInSteps(c, ports, remember, async ({ isRepeat }) => {
      const { current_password, new_password } = c.req.valid('json');
      const change = { currentPassword: current_password, newPassword: new_password, isRepeat };
      await changePassword(ports, c.var.principal, change);
      return NO_CONTENT;
    }),
);

export const sessionRoutes = (ports: SessionRoutePorts): OpenAPIHono<Env> => room(ports, list, end, password);

const NO_CONTENT = { status: 204 as const, body: null };

/** What is done is done outside the person's transaction; whether it was asked for before is all that counts. */
const remember = async (_ctx: Ctx, attempt: Pick<Attempt, 'isRepeat'>) => attempt;
