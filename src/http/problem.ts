// The HTTP translator of errors: whatever was thrown becomes a problem document (RFC 9457) that a client can act on.
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { ERRORS, FluxError, type ErrorCode } from '../kernel/errors.ts';
import { isDatabaseOutage } from '../kernel/database-outage.ts';
import type { Log } from '../kernel/log.ts';
import type { Env } from './env.ts';
import { isGone, isReceived } from './incoming.ts';

/** What can only go wrong in HTTP itself; it never leaves this door. */
const HTTP_ERRORS = {
  METHOD_NOT_ALLOWED: { status: 405, sentence: 'This address does not know that method.' },
  REQUEST_TIMEOUT: { status: 408, sentence: 'The request did not come in within 30 seconds: send it again.' },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    sentence: 'The request is larger than 64 KB, or the file larger than 16 MB.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    sentence: 'Send the request as application/json, in UTF-8 and not compressed.',
  },
} as const;

export type ProblemCode = ErrorCode | keyof typeof HTTP_ERRORS;

/** What Retry-After says, in seconds. */
export const RETRY_AFTER_SECONDS: Partial<Record<ProblemCode, number>> = {
  UNAVAILABLE: 5,
  MODEL_FAILED: 5,
  PLANNING_FAILED: 5,
  PROVIDER_UNAVAILABLE: 10,
  CODE_TOO_OFTEN: 600,
  RATE_LIMITED: 1,
  IDEMPOTENCY_RUNNING: 1,
  SESSION_DRAINING: 1,
};

/** The rows that HTTP can answer with: status and public sentence of each code. */
export const PROBLEMS = { ...ERRORS, ...HTTP_ERRORS };

export interface Problem {
  /** A stable URI reference: "/problems/PLAN_STALE". */
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  request_id: string;
  [more: string]: unknown;
}

/** For `app.onError`. Unknown errors give a fixed sentence; their story is in the log, under the request id. */
export function answerError(error: unknown, c: Context<Env>): Response {
  if (error instanceof HTTPException) return answerProblem(c, codeOfStatus(error.status));
  // Whoever breaks off what they send is no fault of ours, and no longer there to hear of it.
  const isBrokenOff = isGone(c) && (!isReceived(c) || isUnreadable(error));
  if (isBrokenOff && !(error instanceof FluxError) && !isDatabaseOutage(error))
    return answerProblem(c, 'BAD_REQUEST');
  const { code, fields } = readError(error, c.var.log);
  return answerProblem(c, code, fields);
}

/** What may be said of an error in public: of an unknown one nothing. The log has its story. */
export function readError(
  error: unknown,
  log: Log,
): { code: ErrorCode; fields: Readonly<Record<string, unknown>> } {
  if (error instanceof FluxError) {
    if (error.row.status >= 500) log.warn({ err: error, problem: error.code }, 'request failed');
    else if (error.message !== error.code)
      log.info({ problem: error.code, detail: error.message }, 'request refused');
    return error;
  }
  if (isDatabaseOutage(error)) {
    log.warn({ err: error }, 'database not reachable');
    return { code: 'UNAVAILABLE', fields: {} };
  }
  log.error({ err: error }, 'request broke');
  return { code: 'INTERNAL', fields: {} };
}

/**
 * Answers with the problem of this code; `fields` are what a client needs to mend its request. A `retryAfterSeconds`
 * among them becomes the header.
 */
export function answerProblem(
  c: Context<Env>,
  code: ProblemCode,
  fields: Record<string, unknown> = {},
): Response {
  const { status, sentence } = PROBLEMS[code];
  c.set('problem', code);
  const members: Problem = {
    type: `/problems/${code}`,
    title: titleOf(code),
    status,
    code,
    detail: sentence,
    request_id: c.var.requestId,
  };
  const { retryAfterSeconds: asked, ...told } = fields;
  const retryAfterSeconds = typeof asked === 'number' ? asked : RETRY_AFTER_SECONDS[code];
  // The first mention keeps the order, the last one keeps a field from standing in for a member of the standard.
  const problem = { ...members, ...told, ...members };
  return c.body(JSON.stringify(problem), status, {
    'Content-Type': 'application/problem+json',
    ...(retryAfterSeconds !== undefined && { 'Retry-After': String(retryAfterSeconds) }),
    // RFC 9110 11.6.1: a 401 names the way to sign in; RFC 6750 3.1: a token that may not says so.
    ...(status === 401 && { 'WWW-Authenticate': 'Bearer' }),
    ...(code === 'INSUFFICIENT_SCOPE' && { 'WWW-Authenticate': 'Bearer error="insufficient_scope"' }),
  });
}

/** "PLAN_STALE" to "Plan stale". */
export function titleOf(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Of a body that had come in, and went with its connection before anybody read it: undici and node-server say so. */
function isUnreadable(error: unknown): boolean {
  return error instanceof TypeError && error.message.startsWith('Body is unusable');
}

function codeOfStatus(status: number): ProblemCode {
  if (status === 413) return 'PAYLOAD_TOO_LARGE';
  if (status === 415) return 'UNSUPPORTED_MEDIA_TYPE';
  return status >= 500 ? 'INTERNAL' : 'BAD_REQUEST';
}
