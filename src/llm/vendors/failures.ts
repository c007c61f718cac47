// What each way in which a vendor can fail means: one table for both, because both speak HTTP.
import { codeOfNeverArrived } from '../../channels/never-arrived.ts';
import { parseRetryAfter } from '../../channels/retry-after.ts';
import type { Refused } from '../../channels/outcome.ts';
import type { TellOperator } from '../../channels/tell-operator.ts';
import { ModelFailure, type Fault } from '../model-failure.ts';
import type { Provider, Usage } from '../model.ts';
import { fieldsOf } from './fields.ts';

export type Vendor = Exclude<Provider, 'builtin'>;

/** An answer of a vendor that says that there is none. */
export interface ErrorAnswer extends SaidOfError {
  /** Answered with a status of HTTP that says so, and not within an answer that had begun. */
  isHttp?: boolean;
  /** What was counted for it all the same. */
  usage?: Usage | null;
  headers?: Headers | undefined;
  requestId?: string | null | undefined;
}

/** Whatever an SDK threw. */
export function failureOf(vendor: Vendor, error: unknown): ModelFailure {
  if (error instanceof ModelFailure) return error;
  const answer = errorAnswerOf(error);
  if (answer) return failureOfAnswer(vendor, answer, error);
  const code = codeOfNeverArrived(error);
  const detail = code ? `${vendor} could not be reached (${code})` : `no whole answer came from ${vendor}`;
  return new ModelFailure('provider', { detail, isFree: code !== null, cause: error });
}

/** An error that was answered: by its status, and by the vendor's own word where that says more. */
export function failureOfAnswer(vendor: Vendor, answer: ErrorAnswer, cause?: unknown): ModelFailure {
  const { status, headers, isHttp = false, usage = null, requestId = null } = answer;
  const refusal = nameOf(answer);
  return new ModelFailure(faultOf(answer), {
    detail: `${vendor} answered ${refusal}`,
    refusal,
    retryAfterMs: retryAfterOf(headers),
    // What was begun and not ended in time may be billed, and so is what broke off behind a status of 200.
    isFree: isHttp && status !== null && !MAY_BE_BILLED.has(status),
    usage,
    requestId,
    cause,
  });
}

const MAY_BE_BILLED = new Set([408, 504, 524]);

/** No such key, right, quota, address or model: it gets no better by itself. */
const SETUP = new Set([401, 402, 403, 404]);
const PASSING = new Set([408, 409, 425, 429]);
/** 429 and 400 carry these, too. */
const SETUP_CODES = /^(insufficient_quota|billing_\w+|invalid_api_key|model_not_found|authentication_error)$/;

function faultOf({ status, code, isOfGateway, isFlagged }: ErrorAnswer): Fault {
  if (code !== null && SETUP_CODES.test(code)) return 'setup';
  // Behind a gateway others are there, and may take it.
  if (isFlagged || (isOfGateway && status === 404)) return 'question';
  if (status === null || status >= 500 || PASSING.has(status)) return 'provider';
  // Redirected: that is not where it is.
  return SETUP.has(status) || status < 400 ? 'setup' : 'question';
}

/** Says to the operator what only they can mend; a question that is not taken is most likely ours to mend. */
export function tellOf(tell: TellOperator, vendor: Vendor, { fault, message, refusal }: ModelFailure): void {
  if (fault === 'provider') return;
  const refused: Refused = {
    kind: 'refused',
    code: refusal ?? 'unnamed',
    reason: fault === 'setup' ? 'configuration' : 'rejected',
    detail: fault === 'setup' ? `${message}: see ${vendor.toUpperCase()}_API_KEY and MODELS_*` : message,
    permanent: true,
    retryAfterMs: null,
    ...(fault === 'question' && { isUnexplained: true }),
  };
  tell(vendor, refused);
}

/** "insufficient_quota", "HTTP_503": of a short list, whatever the far side writes. */
const nameOf = ({ code, status }: ErrorAnswer): string =>
  code !== null && NAMES.has(code) ? code : `HTTP_${status ?? 200}`;

const NAMES = new Set(
  (
    'insufficient_quota invalid_api_key model_not_found rate_limit_exceeded context_length_exceeded ' +
    'invalid_request_error authentication_error billing_error permission_error not_found_error ' +
    'request_too_large rate_limit_error timeout_error api_error overloaded_error'
  ).split(' '),
);

/** Whether it is an answer that says that there is none, and no way in which the connection ended. */
export const isErrorAnswer = (error: unknown): boolean => errorAnswerOf(error) !== null;

/** Null for what is no answer. Both SDKs give their errors `status`, `headers`, `requestID` and the body's `error`. */
function errorAnswerOf(error: unknown): ErrorAnswer | null {
  if (!(error instanceof Error) || !('status' in error)) return null;
  const { status, headers, requestID, error: body } = error as unknown as Record<string, unknown>;
  if (typeof status !== 'number' && (typeof body !== 'object' || body === null)) return null;
  return {
    ...readError(body),
    ...(typeof status === 'number' && { status, isHttp: true }),
    headers: headers instanceof Headers ? headers : undefined,
    requestId: typeof requestID === 'string' ? requestID : null,
  };
}

/** What the body of an error says. */
interface SaidOfError {
  /** Of HTTP; where that was 200 all the same, the number that the body names, or null. */
  status: number | null;
  /** The vendor's word for it: "insufficient_quota", "overloaded_error"; null without one. */
  code: string | null;
  /** It numbers its errors, as those do that stand before many models. */
  isOfGateway: boolean;
  /** What was asked is what it does not like (openrouter.ai/docs/api-reference/errors). */
  isFlagged: boolean;
}

/**
 * The `error` of a body. OpenAI names a `code` and a `type`, Anthropic a `type` (one level deeper in its SDK's errors),
 * gateways a number as `code`.
 */
export function readError(body: unknown): SaidOfError {
  const given = fieldsOf(body);
  const inner = fieldsOf(given['error'] ?? given);
  const words = [inner['code'], inner['type']].find((word) => typeof word === 'string');
  const number = inner['code'];
  const isOfGateway = typeof number === 'number' && number >= 400 && number < 600;
  const why = fieldsOf(inner['metadata']);
  return {
    status: isOfGateway ? number : null,
    code: words ?? null,
    isOfGateway,
    isFlagged: Array.isArray(why['reasons']) || 'flagged_input' in why,
  };
}

function retryAfterOf(headers: Headers | undefined): number | null {
  const exact = headers?.get('retry-after-ms') ?? '';
  return /^\d+(\.\d+)?$/.test(exact) ? Number(exact) : parseRetryAfter(headers?.get('retry-after'));
}
