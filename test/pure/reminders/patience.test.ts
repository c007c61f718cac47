// How long a rung is tried: never beyond the person's window, whatever a provider asks for, and never less than once more.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextLookMs, nextTryMs } from '../../../src/reminders/patience.ts';
import type { Claimed } from '../../../src/reminders/claimed.ts';

const WINDOW_MS = 900_000;
const SETTLE_MS = 45_000;
const PATIENCE = { settleMs: SETTLE_MS };
const NOW = Date.parse('2026-11-28T08:00:00Z');

/** A rung of which `triedMs` have passed since its claim. `reason`: what an attempt before came to. */
function rung(triedMs: number, over: Partial<Claimed['dispatch']> = {}, windowMs = WINDOW_MS): Claimed {
  const at = new Date(NOW - triedMs);
  const dispatch = {
    attempt: 1,
    reason: null,
    state: 'sending',
    firstSentAt: at,
    lastSentAt: at,
    doubtedAt: null,
    ...over,
  };
  return { dispatch, profile: { escalationWindowMs: windowMs } } as Claimed;
}

const SAID = { reason: 'HTTP_429' };

describe('surely not sent', () => {
  test.each<[string, Claimed, number | null, number | null]>([
    ['asked for a time that is there', rung(0), 60_000, 60_000],
    ['asked for more than is left: the next rung is not kept waiting', rung(0), 3_600_000, null],
    ['asked for more than is left of it', rung(WINDOW_MS - 5000, SAID), 6000, null],
    ['asked for no wait at all', rung(0), 0, 0],
    ['nobody names a time: soon', rung(0), null, 1000],
    ['nobody names a time: ever more slowly', rung(10_000, SAID), null, 10_000],
    ['nobody names a time: half a minute at most', rung(600_000, SAID), null, 30_000],
    ['the last time is at its end', rung(WINDOW_MS - 7000, SAID), null, 7000],
    ['its time is up', rung(WINDOW_MS, SAID), null, null],
    ['its time is up, but this was its first word', rung(WINDOW_MS * 2), null, 1000],
  ])('%s', (_what, claimed, askedMs, waitMs) => {
    expect(nextTryMs(claimed, askedMs, PATIENCE, NOW)).toBe(waitMs);
  });

  test('a channel may be worth less than the window', () => {
    const short = { ...PATIENCE, atMostMs: 20_000 };
    expect(nextTryMs(rung(0), 30_000, short, NOW)).toBe(null);
    expect(nextTryMs(rung(20_000, SAID), null, short, NOW)).toBe(null);
  });
});

describe('sent or not, nobody knows', () => {
  test.each<[string, Claimed, number | null, number | null]>([
    ['looked for again soon', rung(0), null, SETTLE_MS / 8],
    ['asked for an hour: looked for at the end of the window', rung(0, SAID), 3_600_000, WINDOW_MS],
    ['its time is up', rung(WINDOW_MS, { ...SAID, state: 'unknown' }), null, null],
    ['a short window still lets it turn up', rung(1000, SAID, 1000), null, SETTLE_MS / 8],
    [
      'whoever died while sending late gets that time as well',
      rung(WINDOW_MS, { ...SAID, lastSentAt: new Date(NOW - 1000) }),
      null,
      SETTLE_MS / 8,
    ],
    [
      'and so does whoever could not ask until just now',
      rung(WINDOW_MS, { ...SAID, lastSentAt: new Date(NOW - 600_000), doubtedAt: new Date(NOW - 1000) }),
      null,
      SETTLE_MS / 8,
    ],
    ['but not for ever', rung(WINDOW_MS, { ...SAID, lastSentAt: new Date(NOW - SETTLE_MS) }), null, null],
  ])('%s', (_what, claimed, askedMs, waitMs) => {
    expect(nextLookMs(claimed, askedMs, PATIENCE, NOW)).toBe(waitMs);
  });
});

test('whatever is asked for, a rung that has been tried ends with the window', () => {
  const ms = fc.integer({ min: 0, max: 100_000_000 });
  fc.assert(
    fc.property(
      ms,
      fc.option(ms),
      fc.integer({ min: SETTLE_MS, max: 86_400_000 }),
      (tried, asked, window) => {
        const claimed = rung(tried, { ...SAID, state: 'unknown' }, window);
        for (const next of [nextTryMs, nextLookMs]) {
          const waitMs = next(claimed, asked, PATIENCE, NOW);
          expect(waitMs === null || tried + waitMs <= Math.max(window, tried)).toBe(true);
        }
      },
    ),
  );
});
