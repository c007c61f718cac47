// The door for those who are not signed in yet: register and log in.
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Env } from '../http/env.ts';
import { displayName, ianaZone, presentUser, userJson } from '../http/json/account.ts';
import { answer, BODY_PROBLEMS, createRoutes, jsonBody, refusals } from '../http/operation.ts';
import { asPerson, type Person } from '../kernel/context.ts';
import { ACCESS_TOKEN_SECONDS, type AccessTokens } from './access-token.ts';
import { readProfile } from './read-profile.ts';
import { registerPerson } from './register-person.ts';
import { signIn } from './sign-in.ts';

/** One address, one account, however it is typed. */
const email = z.string().trim().toLowerCase().max(254).check(z.email()).openapi({ format: 'email' });
const longestPassword = 200;

const session = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds.'),
    user: userJson,
  })
  .openapi('Session');

const register = createRoute({
  method: 'post',
  path: '/auth/register',
  operationId: 'register',
  summary: 'Make an account with an organisation of its own',
  request: {
    body: jsonBody(
      z.strictObject({
        email,
        password: z.string().min(10).max(longestPassword),
        name: displayName.optional(),
        zone: ianaZone.default('UTC'),
      }),
    ),
  },
  responses: { 201: answer('Signed in.', session), ...refusals('EMAIL_TAKEN', ...BODY_PROBLEMS) },
});

const login = createRoute({
  method: 'post',
  path: '/auth/login',
  operationId: 'login',
  summary: 'Sign in',
  request: {
    body: jsonBody(z.strictObject({ email, password: z.string().min(1).max(longestPassword) })),
  },
  responses: { 200: answer('Signed in.', session), ...refusals('BAD_CREDENTIALS', ...BODY_PROBLEMS) },
});

export function authRoutes({ orm, tokens }: { orm: MikroORM; tokens: AccessTokens }): OpenAPIHono<Env> {
  const app = createRoutes();

  app.openapi(register, async (c) => {
    const { email, password, name, zone } = c.req.valid('json');
    const person = await registerPerson(orm, { email, password, name: name ?? null, zone });
    return c.json(await openSession(person), 201);
  });

  app.openapi(login, async (c) => {
    const person = await signIn(orm, c.req.valid('json'));
    return c.json(await openSession(person), 200);
  });

  const openSession = async (person: Person) => ({
    access_token: await tokens.issue(person),
    token_type: 'Bearer' as const,
    expires_in: ACCESS_TOKEN_SECONDS,
    user: presentUser(await asPerson(orm, person, readProfile)),
  });

  return app;
}
