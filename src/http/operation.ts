// How a route is declared: one zod schema validates, types and documents; refusals are documented from the table of errors.
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { FluxError } from '../kernel/errors.ts';
import type { Env } from './env.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

/** A room's routes; what does not fit their schemas is answered with VALIDATION_FAILED and the paths at fault. */
export function createRoutes(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      // A path that cannot name anything names nothing.
      if (result.target === 'param') throw new FluxError('NOT_FOUND');
      throw new FluxError('VALIDATION_FAILED', { fields: { errors: result.error.issues.flatMap(explain) } });
    },
  });
}

/** Security of every operation behind a bearer token. */
export const SIGNED_IN = [{ bearer: [] }];

/** One answer of an operation. */
export const answer = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A JSON body that must be there. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
});

const problemSchema = z
  .looseObject({
    type: z.string().openapi({ example: '/problems/VALIDATION_FAILED' }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ example: 'VALIDATION_FAILED' }),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. `code` is stable; some codes carry further members.' });

/** Any operation can end so. */
const ALWAYS: ProblemCode[] = ['BAD_REQUEST', 'VALIDATION_FAILED', 'INTERNAL', 'UNAVAILABLE'];
/** And any that takes a body. */
export const BODY_PROBLEMS: ProblemCode[] = ['PAYLOAD_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE'];
/** And any behind a bearer token. */
export const SIGNED_IN_PROBLEMS: ProblemCode[] = ['UNAUTHENTICATED', 'NOT_FOUND'];
/** And any that has both. */
export const WRITE_PROBLEMS: ProblemCode[] = [...SIGNED_IN_PROBLEMS, ...BODY_PROBLEMS];

/**
 * The problems of an operation as OpenAPI responses, one per status. To the types they are no answers: a handler throws
 * them, it never returns one.
 */
export function refusals(...codes: readonly ProblemCode[]): {} {
  const byStatus = Map.groupBy(new Set([...codes, ...ALWAYS]), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `${code}: ${PROBLEMS[code].sentence}`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

function explain(issue: z.core.$ZodIssue): { path: string; message: string }[] {
  const path = issue.path.join('.');
  if (issue.code !== 'unrecognized_keys') return [{ path, message: issue.message }];
  return issue.keys.map((key) => ({
    path: [...issue.path, key].join('.'),
    message: 'There is no such field.',
  }));
}
