// A provider that fails again and again is left alone for a while, so that nobody waits for it. Each process finds out
// for itself: what one has seen is a hint, and no truth about the provider.
import { breakersOpen, breakerOpenings } from './metrics.ts';

/** 'up': it answered, whatever it said. 'down': it was away, late or busy. 'unknown': nobody waited for the end. */
export type Ending = 'up' | 'down' | 'unknown';

export interface Breaker {
  /** Null while it is left alone. Whoever is let in says once how it ended, and how long the provider asks to wait. */
  enter(): ((ending: Ending, retryAfterMs?: number | null) => void) | null;
}

/** So many failures in a row open it. */
const FAILURES = 5;
const PAUSE_MS = { least: 30_000, most: 300_000 };
/** Longer than that nobody is believed: a daily quota may be raised at any time. */
const LONGEST_WAIT_MS = 600_000;

/**
 * Open for 30 seconds at first, then for twice as long each time, five minutes at most, and for as long as the provider
 * asked for. Then one call is let in alone: if it is answered, all are; if not, it stays open.
 */
export function createBreaker(provider: string, nowMs: () => number = () => performance.now()): Breaker {
  let failures = 0;
  let openings = 0;
  let restsUntilMs: number | null = null;
  let isTried = false;
  breakersOpen.set({ provider }, 0);

  const open = (pauseMs: number) => {
    if (pauseMs === 0) return;
    restsUntilMs = Math.max(nowMs() + pauseMs, restsUntilMs ?? 0);
    breakersOpen.set({ provider }, 1);
    breakerOpenings.inc({ provider });
  };
  const close = () => {
    [failures, openings, restsUntilMs] = [0, 0, null];
    breakersOpen.set({ provider }, 0);
  };
  const hearFailure = (isTrial: boolean, retryAfterMs: number | null) => {
    failures += 1;
    const waitMs = Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS);
    // What began before it opened fails as expected.
    if (!isTrial && (failures < FAILURES || restsUntilMs !== null)) return open(waitMs);
    const pauseMs = Math.min(PAUSE_MS.least * 2 ** openings, PAUSE_MS.most);
    openings += 1;
    open(Math.max(pauseMs, waitMs));
  };

  return {
    enter() {
      const isTrial = restsUntilMs !== null;
      if (isTrial && (isTried || nowMs() < restsUntilMs!)) return null;
      if (isTrial) isTried = true;
      return (ending, retryAfterMs = null) => {
        if (isTrial) isTried = false;
        if (ending === 'down') hearFailure(isTrial, retryAfterMs);
        else if (ending === 'up' && (isTrial || restsUntilMs === null)) close();
      };
    },
  };
}
