// The door for those who are not signed in yet, or not any longer: log in, refresh, log out; and who one is.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bearerOf } from '../http/bearer.ts';
import type { Env } from '../http/env.ts';
import { nothingBefore, writeInSteps } from '../http/once.ts';
import { answer, endpoint, jsonBody, room } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { credentials, logout, meJson, presentMe, refresh, sessionJson } from './auth-json.ts';
import { isRefused } from './authenticate.ts';
import { endEverySession } from './end-every-session.ts';
import { endSession, endSessionOfToken } from './end-session.ts';
import { readMe } from './read-me.ts';
import { refreshSession } from './refresh-session.ts';
import { signIn } from './sign-in.ts';
import { networkIn, open, present, type AuthPorts } from './signed-in-json.ts';

const logIn = endpoint(
  { access: 'public', limit: 'sign-in', problems: ['BAD_CREDENTIALS'] },
  {
    method: 'post',
    path: '/auth/login',
    operationId: 'login',
    summary: 'Sign in',
    request: { body: jsonBody(credentials) },
    responses: { 200: answer('Signed in.', sessionJson) },
  },
  (ports: AuthPorts) => async (c) => {
    const { email, password } = c.req.valid('json');
    const person = await signIn(ports, { email, password, network: networkIn(c, ports) });
    return c.json(await open(ports, c, email, person, { isSignIn: true }), 200);
  },
);

const renew = endpoint(
  { access: 'public', limit: 'refresh', problems: ['UNAUTHENTICATED', 'REFRESH_REUSED'] },
  {
    method: 'post',
    path: '/auth/refresh',
    operationId: 'refresh',
    summary:
      'New tokens for a refresh token, which is used up; a repeat within ten seconds gets the same one again',
    request: { body: jsonBody(refresh) },
    responses: { 200: answer('Still signed in.', sessionJson) },
  },
  (ports: AuthPorts) => async (c) => {
    const session = await refreshSession(ports, c.req.valid('json').refresh_token);
    return c.json(await present(ports, session), 200);
  },
);

const logOut = endpoint(
  { access: 'public', limit: 'refresh', problems: ['UNAUTHENTICATED'] },
  {
    method: 'post',
    path: '/auth/logout',
    operationId: 'logout',
    summary: 'End this session: that of the access token, or that of the refresh token in the body',
    security: [{ bearer: [] }, {}],
    request: { body: { ...jsonBody(logout), required: false } },
    responses: { 204: { description: 'Signed out.' } },
  },
  (ports: AuthPorts) => async (c) => {
    const { refresh_token: token } = c.req.valid('json');
    if (token === undefined) await endThis(ports, c);
    else await endSessionOfToken(ports.orm, token);
    return c.body(null, 204);
  },
);

const logOutEverywhere = endpoint(
  // Uncounted: whoever has stolen a session could keep its owner from this, and carried out it ends theirs, too.
  { access: 'session', limit: null, endsStanding: true, problems: ['RATE_LIMITED'] },
  {
    method: 'post',
    path: '/auth/logout-everywhere',
    operationId: 'logoutEverywhere',
    summary: 'End every session, this one too',
    responses: { 204: { description: 'Signed out.' } },
  },
  (ports: AuthPorts) => (c) =>
    writeInSteps(c, ports, nothingBefore, async () => {
      await endEverySession(ports.orm, c.var.principal);
      return { status: 204 as const, body: null };
    }),
);

const me = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/auth/me',
    operationId: 'readMe',
    summary: 'Who is signed in, where, and how far that goes',
    responses: { 200: answer('The person.', meJson) },
  },
  (ports: AuthPorts) => async (c) =>
    c.json(presentMe(await asPerson(ports, c.var.person, readMe), c.var.principal), 200),
);

export const authRoutes = (ports: AuthPorts): OpenAPIHono<Env> =>
  room(ports, logIn, renew, logOut, logOutEverywhere, me);

/**
 * The session of the access token, also of somebody who belongs nowhere any more; one that is over is no error, as a
 * repeat may be. Throws UNAUTHENTICATED without a token, and for an API key.
 */
async function endThis({ orm, authenticator }: AuthPorts, c: Context<Env>): Promise<void> {
  const caller = await authenticator.authenticate(bearerOf(c), null);
  const { userId, sessionId } = caller;
  if (userId === null || ('via' in caller && caller.via === 'api_key'))
    throw new FluxError('UNAUTHENTICATED');
  if (isRefused(caller) && caller.problem === 'UNAUTHENTICATED') return;
  // Of an outside session we know nothing but its tokens: all that were issued until now end.
  if (sessionId === null) await endEverySession(orm, { userId, sessionId });
  else await endSession(orm, userId, sessionId);
}
