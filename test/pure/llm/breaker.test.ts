// A provider that fails is left alone, for how long it asks or for longer each time, and one call finds out whether it is back.
import { expect, test } from 'vitest';
import { createBreaker, type Breaker, type Ending } from '../../../src/llm/breaker.ts';
import { registry } from '../../../src/kernel/metrics.ts';

function breakerAt(): { breaker: Breaker; pass: (ms: number) => void } {
  let nowMs = 0;
  return { breaker: createBreaker('planted', () => nowMs), pass: (ms) => void (nowMs += ms) };
}

/** Whether each call was let in. */
const run = (breaker: Breaker, endings: Ending[], retryAfterMs?: number): boolean[] =>
  endings.map((ending) => {
    const leave = breaker.enter();
    leave?.(ending, retryAfterMs);
    return leave !== null;
  });

const down = (times: number): Ending[] => Array.from({ length: times }, () => 'down');

test('five failures in a row open it, and an answer in between begins anew', async () => {
  const { breaker } = breakerAt();
  expect(run(breaker, [...down(4), 'up', ...down(4), 'unknown'])).not.toContain(false);
  expect(run(breaker, ['down', 'up'])).toEqual([true, false]);
  expect(await registry.metrics()).toContain('flux_model_breaker_open{provider="planted"} 1');
});

test('after a while one call is let in alone; its answer closes it, its failure doubles the while', async () => {
  const { breaker, pass } = breakerAt();
  run(breaker, down(5));
  pass(29_999);
  expect(breaker.enter()).toBeNull();
  pass(1);
  const trial = breaker.enter();
  expect(breaker.enter()).toBeNull();
  trial?.('down');
  pass(30_000);
  expect(breaker.enter()).toBeNull();
  pass(30_000);
  const another = breaker.enter();
  another?.('unknown');
  expect(run(breaker, ['up', 'up'])).toEqual([true, true]);
  expect(await registry.metrics()).toContain('flux_model_breaker_open{provider="planted"} 0');
});

test('it is never left alone for longer than five minutes by itself', () => {
  const { breaker, pass } = breakerAt();
  run(breaker, down(5));
  for (let round = 0; round < 8; round += 1) {
    pass(300_000);
    expect(run(breaker, ['down'])).toEqual([true]);
  }
  pass(299_999);
  expect(breaker.enter()).toBeNull();
});

test('many that fail at once open it once', () => {
  const { breaker, pass } = breakerAt();
  const leaving = Array.from({ length: 40 }, () => breaker.enter());
  for (const leave of leaving) leave?.('down');
  pass(30_000);
  expect(breaker.enter()).not.toBeNull();
});

test('what a provider asks us to wait is waited from the first time on, ten minutes at most', () => {
  const { breaker, pass } = breakerAt();
  run(breaker, ['down'], 7000);
  pass(6999);
  expect(breaker.enter()).toBeNull();
  pass(1);
  expect(run(breaker, ['up', 'up'])).toEqual([true, true]);
  run(breaker, ['down'], 86_400_000);
  pass(600_000);
  expect(breaker.enter()).not.toBeNull();
});

test('what began before it opened does not close it', () => {
  const { breaker } = breakerAt();
  const early = breaker.enter();
  run(breaker, down(5));
  early?.('up');
  expect(breaker.enter()).toBeNull();
});
