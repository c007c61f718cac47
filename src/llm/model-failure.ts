// Why a call of a model brought no answer, and what that says about whoever was asked.
import { FluxError } from '../kernel/errors.ts';

/**
 * 'provider': away, too slow or too busy, and may be back soon. 'setup': the key, its rights, the quota or the model
 * are not as we are set up, so an operator has to act. 'question': it does not take this one.
 */
export type Fault = 'provider' | 'setup' | 'question';

export interface FailureDetails {
  /** For operators: never a word of a person. */
  detail: string;
  /** What the provider asks us to wait; null where it does not say. */
  retryAfterMs?: number | null;
  /** It surely did no work for this call, so it bills none. */
  isFree?: boolean;
  requestId?: string | null;
  /** What the provider calls it, out of a short list: "insufficient_quota", "HTTP_404". */
  refusal?: string | null;
  cause?: unknown;
}

/** MODEL_FAILED where a later attempt may succeed, MODEL_REFUSED where not. */
export class ModelFailure extends FluxError {
  readonly fault: Fault;
  readonly retryAfterMs: number | null;
  readonly isFree: boolean;
  readonly requestId: string | null;
  readonly refusal: string | null;

  constructor(
    fault: Fault,
    { detail, retryAfterMs = null, isFree = false, requestId = null, refusal = null, cause }: FailureDetails,
  ) {
    super(fault === 'provider' ? 'MODEL_FAILED' : 'MODEL_REFUSED', {
      detail,
      ...(retryAfterMs !== null && { fields: { retryAfterMs } }),
      cause,
    });
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
    this.isFree = isFree;
    this.requestId = requestId;
    this.refusal = refusal;
  }
}
