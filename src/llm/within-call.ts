// How long one call of a model may take, and who may end it sooner.
import { ModelFailure } from './model-failure.ts';

/** Nobody waits for one call for longer than this. */
export const CALL_MS = 30_000;

/** Who had less than this was not slow: we had no time. */
const FAIR_MS = CALL_MS / 2;

/**
 * Rejects after `limitMs`, and at once with the reason of `outer` where that is aborted; `work` is given a signal that
 * is aborted with it. Nobody waits for work that does not listen.
 */
export async function withinCall<T>(
  limitMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const stop = new AbortController();
  const ended = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    ended.reject(reason);
    stop.abort(reason);
  };
  const onAbort = () => end(outer?.reason);
  const detail = `no whole answer within ${limitMs} ms`;
  const late = new ModelFailure('provider', { detail, isHurried: limitMs < FAIR_MS });
  const timer = setTimeout(() => end(late), limitMs);
  outer?.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work(stop.signal), ended.promise]);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', onAbort);
  }
}
