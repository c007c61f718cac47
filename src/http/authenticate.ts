// Lets only bearers of a valid access token pass, and says who they are.
import type { MiddlewareHandler } from 'hono';
import type { AccessTokens } from '../account/access-token.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';

/** Sets `person`. Throws UNAUTHENTICATED for anything but one well-formed bearer token (RFC 6750 2.1). */
export function authenticate(tokens: AccessTokens): MiddlewareHandler<Env> {
  return async (c, next) => {
    const [, token] = /^Bearer +([\w.~+/=-]+) *$/i.exec(c.req.header('Authorization') ?? '') ?? [];
    const person = token === undefined ? null : await tokens.read(token);
    if (person === null) throw new FluxError('UNAUTHENTICATED');
    c.set('person', person);
    c.set('log', c.var.log.child({ user_id: person.userId, org_id: person.orgId }));
    await next();
  };
}
