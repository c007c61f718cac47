// The door to where one is signed in, and to one's password.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { openSessionJson, passwordChange, presentOpenSession } from '../http/json/auth.ts';
import { writeAcross, type OncePorts } from '../http/once.ts';
import { answer, createRoutes, jsonBody, operation } from '../http/operation.ts';
import { byId } from '../http/schemas.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { changePassword } from './change-password.ts';
import { endSession } from './end-session.ts';
import { listSessions } from './list-sessions.ts';

export interface SessionRoutePorts extends OncePorts {
  limiter: Limiter;
}

const listRoute = operation(
  { access: 'session', limit: 'crud' },
  {
    method: 'get',
    path: '/account/sessions',
    operationId: 'listSessions',
    summary: 'Where one is signed in',
    responses: { 200: answer('Oldest first.', z.strictObject({ sessions: z.array(openSessionJson) })) },
  },
);

const endRoute = operation(
  { access: 'session', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/sessions/{id}',
    operationId: 'endSession',
    summary: 'Sign out there',
    request: { params: byId },
    responses: { 204: { description: 'Signed out.' } },
  },
);

const passwordRoute = operation(
  { access: 'session', limit: 'crud', problems: ['BAD_CREDENTIALS', 'PASSWORD_WEAK'] },
  {
    method: 'post',
    path: '/auth/password',
    operationId: 'changePassword',
    summary: 'Change the password, and sign out everywhere else',
    request: { body: jsonBody(passwordChange) },
    responses: { 204: { description: 'Changed.' } },
  },
);

export function sessionRoutes(ports: SessionRoutePorts): OpenAPIHono<Env> {
  const { orm } = ports;
  const app = createRoutes();

  app.openapi(listRoute, async (c) => {
    const { sessionId } = c.var.principal;
    const sessions = await listSessions(orm, c.var.person);
    return c.json({ sessions: sessions.map((one) => presentOpenSession(one, sessionId)) }, 200);
  });

  app.openapi(endRoute, (c) =>
    writeAcross(c, ports, nothing, async () => {
      await endSession(orm, c.var.person, c.req.valid('param').id);
      return NO_CONTENT;
    }),
  );

  app.openapi(passwordRoute, (c) =>
    writeAcross(c, ports, nothing, async () => {
      const { current_password, new_password } = c.req.valid('json');
      const passwords = { currentPassword: current_password, newPassword: new_password };
      await changePassword(ports, c.var.principal, passwords);
      return NO_CONTENT;
    }),
  );

  return app;
}

const NO_CONTENT = { status: 204 as const, body: null };
/** Both are decided by one function of the database, outside the person's transaction. */
const nothing = async (): Promise<void> => {};
