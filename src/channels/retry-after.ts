// How long a provider asks us to wait.

const LONGEST_WAIT_MS = 24 * 60 * 60 * 1000;

/**
 * Reads a Retry-After header (RFC 9110 10.2.3: seconds or an HTTP date).
 * @returns milliseconds from now, 0 to 24 hours; null when absent or unreadable.
 */
export function parseRetryAfter(header: unknown, nowMs: number = Date.now()): number | null {
  if (typeof header !== 'string' || header.trim() === '') return null;
  const waitMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), LONGEST_WAIT_MS);
}
