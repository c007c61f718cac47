// An operation on one screen. One zod schema validates what goes in, types it and documents it.
import { OpenAPIHono, z, type createRoute, type RouteHandler } from '@hono/zod-openapi';
import { FluxError } from '../kernel/errors.ts';
import { explainIssue } from '../kernel/explain-issue.ts';
import type { Access } from './access.ts';
import { declare, ETAG, type RouteOf } from './declare-operation.ts';
import type { Env } from './env.ts';

/** One operation, declared and carried out; `room` hangs it in. */
export interface Endpoint<Ports> {
  mount(app: OpenAPIHono<Env>, ports: Ports): void;
}

/**
 * An operation on one screen: who may, what goes in and comes out, and what it does. Whatever follows from `access` is
 * added to the document: security, the headers that every such operation reads, and its problems. `gate` holds callers
 * to it.
 *
 *     const read = endpoint(
 *       { access: 'tasks:read', limit: 'crud' },
 *       { method: 'get', path: '/tasks/{id}', operationId: 'readTask', request: {…}, responses: {…} },
 *       (ports: TaskPorts) => async (c) => c.json(…, 200),
 *     );
 */
export function endpoint<Ports, P extends string, R extends RouteOf<P>>(
  access: Access,
  route: R & { path: P },
  handle: (ports: Ports) => RouteHandler<ReturnType<typeof createRoute<P, R>>, Env>,
): Endpoint<Ports> {
  const declared = declare<P, R>(access, route);
  return { mount: (app, ports) => void app.openapi(declared, handle(ports)) };
}

/**
 * A room's operations over what they need. What does not fit their schemas is answered with VALIDATION_FAILED and the
 * paths at fault.
 */
export function room<Ports>(ports: Ports, ...endpoints: Endpoint<Ports>[]): OpenAPIHono<Env> {
  const app = createRoutes();
  for (const one of endpoints) one.mount(app, ports);
  return app;
}

/** Routes whose refusals are problems of ours; the whole app is one such. */
export function createRoutes(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      // A path that cannot name anything names nothing.
      if (result.target === 'param') throw new FluxError('NOT_FOUND');
      if (result.target === 'header')
        throw new FluxError('BAD_REQUEST', { fields: { errors: result.error.issues.flatMap(explainIssue) } });
      throw new FluxError('VALIDATION_FAILED', {
        fields: { errors: result.error.issues.flatMap(explainIssue) },
      });
    },
  });
}

/** One answer of an operation. */
export const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** An answer that is the thing itself: it carries its entity tag. */
export const representation = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  ...answer(description, schema),
  headers: ETAG,
});

/** The thing that was made, and its address. */
export const created = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  ...answer(description, schema),
  headers: ETAG.extend({ Location: z.string().describe('Its address.') }),
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});
