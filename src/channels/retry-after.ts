// How long a provider asks us to wait.

const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * Reads a Retry-After header (RFC 9110 10.2.3: seconds or an HTTP date). Some write parts of seconds: rounded up.
 * @returns milliseconds from now, 0 to 24 hours; null when absent or unreadable.
 */
export function parseRetryAfter(header: unknown, nowMs: number = Date.now()): number | null {
  if (typeof header !== 'string') return null;
  const waitMs = SECONDS.test(header) ? Math.ceil(Number(header)) * 1000 : momentOf(header) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}

const SECONDS = /^\s*(\d+\.?\d*|\.\d+)\s*$/;

/** A moment has a time of day: without one, `Date.parse` makes a year of nearly everything. */
const momentOf = (header: string): number => (/\d:\d\d/.test(header) ? Date.parse(header) : Number.NaN);
