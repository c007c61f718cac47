// Turns one call of the Twilio SDK into an outcome: taken, surely refused, surely not arrived, or unknown.
import { codeOfNeverArrived } from './never-arrived.ts';
import type { Failure, SendOutcome } from './outcome.ts';
import {
  explainHttpStatus,
  explainTwilioCode,
  NO_SUCH_PLACE,
  type TwilioMeaning,
} from './twilio-failures.ts';

/** Every answer of the API that is not 2xx, whichever of the vendor's two error formats it came in. */
export class TwilioAnswerError extends Error {
  readonly status: number;
  readonly code: number | null;
  readonly retryAfterMs: number | null;
  /** Asked of a whole collection, such as all messages of the account, and of no single thing in it. */
  readonly isOfCollection: boolean;

  constructor(status: number, code: number | null, retryAfterMs: number | null, isOfCollection = false) {
    super(`Twilio answered ${status}, code ${code ?? 'none'}`);
    this.status = status;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.isOfCollection = isOfCollection;
  }
}

/**
 * Runs one create request. A 2xx whose answer carries no id of the right form is unknown: it was probably processed.
 * @param create the SDK's create call, run once
 * @param sidForm what the id of the created thing looks like
 */
export async function sendOnce(
  create: () => Promise<{ sid: unknown }>,
  sidForm: RegExp,
): Promise<SendOutcome> {
  try {
    const { sid } = await create();
    if (typeof sid === 'string' && sidForm.test(sid)) return { kind: 'sent', externalId: sid };
    return unknown('Twilio answered without an id');
  } catch (error) {
    return failureOf(error);
  }
}

/** Classifies whatever the SDK threw. What is not surely refused and not surely undelivered is unknown. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TwilioAnswerError) return failureOfAnswer(error);
  const code = codeOfNeverArrived(error);
  if (code !== null) return { kind: 'unreachable', detail: `Twilio could not be reached (${code})` };
  return unknown('No readable answer came from Twilio');
}

function failureOfAnswer({ status, code, retryAfterMs, isOfCollection }: TwilioAnswerError): Failure {
  // 408 and everything that is not a 4xx says nothing about whether the request was processed.
  if (status < 400 || status >= 500 || status === 408) {
    return unknown(`Twilio answered with status ${status}`, retryAfterMs);
  }
  const meaning = code === null ? explainHttpStatus(status) : explainTwilioCode(code);
  const name = code === null ? `HTTP_${status}` : String(code);
  if (isOfCollection && meaning.reason === 'not_found') return refusedBy(NO_SUCH_PLACE, name, retryAfterMs);
  // 429 means "not processed", whatever code stands beside it; only the limits of Verify outlast a back-off.
  const isBusy = status === 429 && meaning.permanent;
  return refusedBy(isBusy ? explainHttpStatus(status) : meaning, name, retryAfterMs);
}

/** What the `ErrorCode` of a status callback says of a message or call that was taken; null for what is no code. */
export function failureOfReport(errorCode: string): Failure | null {
  return /^[1-9]\d{2,8}$/.test(errorCode)
    ? refusedBy(explainTwilioCode(Number(errorCode)), errorCode, null)
    : null;
}

const refusedBy = (
  { waitMs, ...meaning }: TwilioMeaning,
  code: string,
  retryAfterMs: number | null,
): Failure => ({ kind: 'refused', code, ...meaning, retryAfterMs: retryAfterMs ?? waitMs ?? null });

const unknown = (detail: string, retryAfterMs: number | null = null): Failure => ({
  kind: 'unknown',
  detail,
  retryAfterMs,
});
