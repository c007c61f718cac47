// What the document says of an operation because of who may call it: security, headers, every way to be refused.
import { createRoute, z, type RouteConfig } from '@hono/zod-openapi';
import type { Access } from './access.ts';
import { emptyBody } from './empty-body.ts';
import { exampleOf, PROBLEM_CODES } from './problem-examples.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';

export type RouteOf<P extends string> = Omit<RouteConfig, 'path'> & { path: P };

/** `createRoute` with all that. To the types of the handler nothing was added. */
export function declare<P extends string, R extends RouteOf<P>>(
  { access, also, limit, tagged = false, once, endsStanding, whileErasing, problems = [] }: Access,
  route: R,
): ReturnType<typeof createRoute<P, R>> {
  const isWrite = route.method !== 'get' && (access !== 'public' || once === true);
  const declared = {
    ...route,
    // A file is read by whoever takes it, as the bytes that it is.
    ...(route.request?.body?.content['application/json'] && {
      middleware: emptyBody(route.request.body.required === true),
    }),
    'x-access': access,
    ...(also && { 'x-access-also': also }),
    'x-rate-limit': limit,
    ...(endsStanding && { 'x-ends-standing': true }),
    ...(whileErasing && { 'x-while-erasing': true }),
    security: route.security ?? (access === 'public' ? [] : [{ bearer: [] }]),
    description: [route.description, ...conditionsOf(access, also, limit)].filter(Boolean).join(' '),
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
        ...(limit === null ? [] : (['RATE_LIMITED'] as const)),
      ),
    },
  };
  // What was added is no concern of the handler's types.
  const typed: R = declared;
  return createRoute<P, R>(typed);
}

/** Who may, in words: the limits and scopes themselves stand in the document's own description. */
function conditionsOf(access: Access['access'], also: Access['also'], limit: Access['limit']): string[] {
  const who =
    access === 'public'
      ? 'For everybody.'
      : access === 'session'
        ? 'For people who signed in; not for API keys.'
        : also
          ? `For people who signed in, and API keys with the scopes \`${access}\` and \`${also}\`.`
          : `For people who signed in, and API keys with the scope \`${access}\`.`;
  return [who, ...(limit === null ? [] : [`Counts for the limit \`${limit}\`.`])];
}

export const ETAG = z.object({ ETag: z.string().describe('Of the representation in the body, strong.') });

const problemSchema = z
  .looseObject({
    type: z.string().openapi({ example: '/problems/VALIDATION_FAILED' }),
    title: z.string(),
    status: z.int(),
    code: z.enum(PROBLEM_CODES).describe('Stable. A later version may know more.'),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .openapi('Problem', { description: 'RFC 9457. `code` is stable; some codes carry further members.' });

/** Any operation can end so, also one that reads no body: whoever sends one is answered. */
const ALWAYS: ProblemCode[] = [
  'BAD_REQUEST',
  'VALIDATION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'REQUEST_TIMEOUT',
  'INTERNAL',
  'UNAVAILABLE',
  'TIMED_OUT',
];
const SIGNED_IN_PROBLEMS: ProblemCode[] = [
  'UNAUTHENTICATED',
  'INSUFFICIENT_SCOPE',
  'NOT_FOUND',
  'ACCOUNT_ERASING',
];
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
  .openapi({ pattern: String.raw`^(?:\*|[\s,]*(?:W/)?"[^"]*"(?:\s*,[\s,]*(?:W/)?"[^"]*")*[\s,]*)$` });
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
            'application/problem+json': {
              schema: problemSchema,
              examples: Object.fromEntries(group.map((code) => [code, exampleOf(code)])),
            },
          },
        },
      ];
    }),
  );
}
