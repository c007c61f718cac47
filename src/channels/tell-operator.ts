// What a provider refuses because of how we are set up (credentials, sender, countries, template): no outage and no
// fault of a person. It gets no better by itself, so it is counted, and said once in a while.
import type { Log } from '../kernel/log.ts';
import { misconfigured } from '../kernel/metrics.ts';
import type { Failure, RefusalReason } from './outcome.ts';

/** Looks at a failure of any kind; safe to call with each. */
export type TellOperator = (
  provider: 'twilio' | 'push' | 'smtp' | 'openai' | 'anthropic',
  failure: Failure,
) => void;

/**
 * A country that the account may not write to is to be enabled, or taken out of PHONE_COUNTRIES; and whoever has an
 * approved template writes with that alone.
 */
const OURS: readonly RefusalReason[] = ['configuration', 'country', 'template_needed'];
const EVERY_MS = 10 * 60_000;

/** Each refusal of each provider is an error in the log, once in `everyMs` and not with every rung. */
export function tellOperator(log: Log, everyMs = EVERY_MS): TellOperator {
  const saidAtMs = new Map<string, number>();
  return (provider, failure) => {
    if (failure.kind !== 'refused' || !(OURS.includes(failure.reason) || failure.isUnexplained)) return;
    const { code: refusal, detail } = failure;
    misconfigured.inc({ provider, refusal });
    const nowMs = performance.now();
    if (nowMs - (saidAtMs.get(`${provider} ${refusal}`) ?? -Infinity) < everyMs) return;
    saidAtMs.set(`${provider} ${refusal}`, nowMs);
    log.error({ provider, refusal }, `${detail}: an operator has to act`);
  };
}
