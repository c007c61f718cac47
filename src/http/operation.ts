// How a route is declared: one zod schema validates, types and documents; refusals are documented from the table of errors.
import { createRoute, OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi';
import type { Scope } from '../account/scopes.ts';
import { FluxError } from '../kernel/errors.ts';
import type { LimitGroup } from '../kernel/limits.ts';
import type { Env } from './env.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

/** A room's routes; what does not fit their schemas is answered with VALIDATION_FAILED and the paths at fault. */
export function createRoutes(): OpenAPIHono<Env> {
  return new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (result.success) return;
      // A path that cannot name anything names nothing.
      if (result.target === 'param') throw new FluxError('NOT_FOUND');
      if (result.target === 'header')
        throw new FluxError('BAD_REQUEST', { fields: { errors: result.error.issues.flatMap(explain) } });
      throw new FluxError('VALIDATION_FAILED', { fields: { errors: result.error.issues.flatMap(explain) } });
    },
  });
}

/** What an operation asks of its caller, beside what OpenAPI can say itself. */
export interface Entry {
  /** A scope: for people, and for API keys that have it. 'session': for people who signed in. 'public': for everybody. */
  access: Scope | 'session' | 'public';
  /** The bucket that each request takes from; null: none. */
  limit: LimitGroup | null;
  /** It reads or changes one thing that has an entity tag: a read knows If-None-Match, a write If-Match. */
  tagged?: boolean;
  /** A public write that reads Idempotency-Key; those behind a token all do. */
  once?: true;
  /** What else can go wrong, beside what can in every operation of its kind. */
  problems?: readonly ProblemCode[];
}

/**
 * Declares an operation: `createRoute` with its entry. Adds to the document what follows from that: security, the headers that
 * every such operation reads, and its problems. `gate` holds callers to it.
 */
export function operation<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(
  { access, limit, tagged = false, once, problems = [] }: Entry,
  route: R,
): ReturnType<typeof createRoute<P, R>> {
  const isWrite = route.method !== 'get' && (access !== 'public' || once === true);
  const hasBody = route.request?.body !== undefined;
  const declared = {
    ...route,
    'x-access': access,
    'x-rate-limit': limit,
    ...(access !== 'public' && { security: [{ bearer: access === 'session' ? [] : [access] }] }),
    request: { ...route.request, headers: headersOf({ isSignedIn: access !== 'public', isWrite, tagged }) },
    responses: {
      ...(isWrite ? replayable(route.responses) : route.responses),
      ...(tagged && !isWrite && { 304: NOT_MODIFIED }),
      ...refusals(
        route.responses,
        ...problems,
        ...(access === 'public' ? [] : SIGNED_IN_PROBLEMS),
        ...(isWrite ? ONCE_PROBLEMS : []),
        ...(isWrite && tagged ? TAG_PROBLEMS : []),
        ...(hasBody ? BODY_PROBLEMS : []),
        ...(limit === null ? [] : (['RATE_LIMITED'] as const)),
      ),
    },
  };
  // What was added is no concern of the handler's types.
  const typed: R = declared;
  return createRoute<P, R>(typed);
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
const ALWAYS: ProblemCode[] = [
  'BAD_REQUEST',
  'VALIDATION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'INTERNAL',
  'UNAVAILABLE',
  'TIMED_OUT',
];
const BODY_PROBLEMS: ProblemCode[] = ['UNSUPPORTED_MEDIA_TYPE'];
const SIGNED_IN_PROBLEMS: ProblemCode[] = ['UNAUTHENTICATED', 'INSUFFICIENT_SCOPE', 'NOT_FOUND'];
const ONCE_PROBLEMS: ProblemCode[] = [
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_RUNNING',
  'IDEMPOTENCY_ANSWER_LOST',
];
const TAG_PROBLEMS: ProblemCode[] = ['PRECONDITION_FAILED'];

const orgHeader = z
  .uuid()
  .optional()
  .describe('Another organisation of the person; absent: the one they signed in to.');
const onceHeader = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[ -~]+$/)
  .optional()
  .describe(
    'Made by the client for one write: a repeat with it is answered as the first was, and does nothing again.',
  );
const ifMatchHeader = z
  .string()
  .optional()
  .describe('Entity tags, or *: nothing is done where the thing has changed since (RFC 9110, 13.1.1).')
  // Held by `requireMatch`.
  .openapi({ pattern: String.raw`^(?:\*|(?:W/)?"[^"]*"(?:\s*,\s*(?:W/)?"[^"]*")*)$` });
const ifNoneMatchHeader = z
  .string()
  .optional()
  .describe('Entity tags that the client has: what has not changed is not sent again (RFC 9110, 13.1.2).');

function headersOf(kind: { isSignedIn: boolean; isWrite: boolean; tagged: boolean }): z.ZodObject {
  const { isSignedIn, isWrite, tagged } = kind;
  return z.object({
    ...(isSignedIn && { 'x-org-id': orgHeader }),
    ...(isWrite && { 'idempotency-key': onceHeader }),
    ...(tagged && (isWrite ? { 'if-match': ifMatchHeader } : { 'if-none-match': ifNoneMatchHeader })),
  });
}

const ETAG = z.object({ ETag: z.string().describe('Of the representation in the body, strong.') });
const REPLAYED = z.object({
  'Idempotent-Replayed': z.literal('true').optional().describe('This is the answer to an earlier request.'),
});
const NOT_MODIFIED = { description: 'The client has it as it is.', headers: ETAG };

/** What the first answer says is said again, with a header that tells. */
function replayable(responses: RouteConfig['responses']): RouteConfig['responses'] {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => {
      const headers = 'headers' in response ? response.headers : undefined;
      const all = headers instanceof z.ZodObject ? headers.extend(REPLAYED.shape) : REPLAYED;
      return [status, { ...response, headers: all }];
    }),
  );
}

/**
 * The problems of an operation as OpenAPI responses, one per status. To the types they are no answers: a handler throws
 * them, it never returns one. An answer that has the status of a problem, such as the 503 of health, stays beside it.
 */
function refusals(answers: RouteConfig['responses'], ...codes: readonly ProblemCode[]): {} {
  const byStatus = Map.groupBy(new Set([...codes, ...ALWAYS]), (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => {
      const own = answers[status];
      const description = group.map((code) => `${code}: ${PROBLEMS[code].sentence}`).join(' ');
      return [
        status,
        {
          description: own && 'description' in own ? `${own.description} ${description}` : description,
          content: {
            ...(own && 'content' in own && own.content),
            'application/problem+json': { schema: problemSchema },
          },
        },
      ];
    }),
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
