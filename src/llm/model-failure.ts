// Why a call of a model brought no answer, and what that says about whoever was asked.
import { FluxError } from '../kernel/errors.ts';
import type { Usage } from './model.ts';

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
  /** What the provider counted for it all the same. */
  usage?: Usage | null;
  /** It had less time than a call has by rights: that says nothing against the provider. */
  isHurried?: boolean;
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
  readonly usage: Usage | null;
  readonly isHurried: boolean;
  readonly requestId: string | null;
  readonly refusal: string | null;

  constructor(
    fault: Fault,
    { detail, retryAfterMs = null, requestId = null, refusal = null, cause, ...more }: FailureDetails,
  ) {
    super(fault === 'provider' ? 'MODEL_FAILED' : 'MODEL_REFUSED', {
      detail,
      ...(retryAfterMs !== null && { fields: { retryAfterMs } }),
      cause,
    });
    this.fault = fault;
    this.retryAfterMs = retryAfterMs;
    this.isFree = more.isFree ?? false;
    this.usage = more.usage ?? null;
    this.isHurried = more.isHurried ?? false;
    this.requestId = requestId;
    this.refusal = refusal;
  }
}
