// Processes that count ahead of their store: whatever they do and however they end, never more comes through than the
// limit and a slice for each, and nobody is refused who is within it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketOf, sliceOf, type BucketStore } from '../../../src/kernel/rate-limit/bucket.ts';
import { openCredit, type Credit } from '../../../src/kernel/rate-limit/credit.ts';
import { memoryBuckets } from '../../../src/kernel/rate-limit/memory-buckets.ts';

const WINDOW_SECONDS = 60;
const PROCESSES = 3;

type Step =
  | { kind: 'take'; process: number; times: number }
  | { kind: 'pass'; ms: number }
  | { kind: 'charge'; process: number }
  | { kind: 'crash'; process: number };

const process = fc.nat(PROCESSES - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('take' as const),
      process,
      times: fc.integer({ min: 1, max: 30 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 20_000 }) }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('charge' as const), process }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const), process }) },
);

interface Run {
  /** When each was let through. */
  allowedMs: number[];
  crashes: number;
  /** Refused although an exact bucket, which knows of all that came through, had one left. */
  wronglyRefused: number;
}

async function play(capacity: number, steps: readonly Step[]): Promise<Run> {
  let ms = 0;
  const clock = () => ms;
  const bucket = bucketOf('one', { capacity, windowSeconds: WINDOW_SECONDS, per: 'caller' });
  const store = memoryBuckets(clock);
  const opened: Credit[] = [];
  const open = (): Credit => {
    const credit = openCredit((claims) => store.settle(claims), clock);
    opened.push(credit);
    return credit;
  };
  const processes = Array.from({ length: PROCESSES }, open);
  const exact = { fullAtMicros: 0 };
  const run: Run = { allowedMs: [], crashes: 0, wronglyRefused: 0 };
  for (const one of steps) {
    if (one.kind === 'pass') ms += one.ms;
    else if (one.kind === 'charge') await processes[one.process]!.charge();
    else if (one.kind === 'crash') {
      processes[one.process] = open();
      run.crashes++;
    } else
      for (const { allowed } of await Promise.all(
        Array.from({ length: one.times }, () => processes[one.process]!.take(bucket)),
      )) {
        const missing = Math.max(0, exact.fullAtMicros - ms * 1000);
        if (allowed) {
          run.allowedMs.push(ms);
          exact.fullAtMicros = ms * 1000 + missing + bucket.spacingMicros;
        } else if (missing + bucket.spacingMicros <= bucket.depthMicros) run.wronglyRefused++;
      }
  }
  await Promise.all(opened.map((credit) => credit.close()));
  return run;
}

/** The most that came through above what one bucket gives, over all windows. */
function mostAbove(capacity: number, allowedMs: readonly number[]): number {
  const perMs = capacity / (WINDOW_SECONDS * 1000);
  let most = 0;
  for (let from = 0; from < allowedMs.length; from++)
    for (let to = from; to < allowedMs.length; to++) {
      const filled = capacity + (allowedMs[to]! - allowedMs[from]!) * perMs;
      most = Math.max(most, to - from + 1 - Math.floor(filled + 1e-6));
    }
  return most;
}

describe('processes that count ahead', () => {
  const capacities = fc.constantFrom(10, 19, 60);

  it('let through at most a slice each beyond the limit, a crashed one once more for each of its lives', async () => {
    let aboveSeen = 0;
    await fc.assert(
      fc.asyncProperty(capacities, fc.array(step, { maxLength: 60 }), async (capacity, steps) => {
        const { allowedMs, crashes } = await play(capacity, steps);
        const above = mostAbove(capacity, allowedMs);
        const slice = Math.floor(capacity / 10);
        expect(above).toBeLessThanOrEqual((PROCESSES + crashes) * slice);
        aboveSeen = Math.max(aboveSeen, above);
      }),
      { numRuns: 200, seed: 10 },
    );
    // Otherwise nothing was counted ahead.
    expect(aboveSeen).toBeGreaterThan(0);
  });

  it('refuse nobody who is within the limit', async () => {
    await fc.assert(
      fc.asyncProperty(capacities, fc.array(step, { maxLength: 60 }), async (capacity, steps) => {
        expect((await play(capacity, steps)).wronglyRefused).toBe(0);
      }),
      { numRuns: 200, seed: 11 },
    );
  });

  it('ask the store once, and tell it later what they let through', async () => {
    const { claims, store } = watched();
    const credit = openCredit(store.settle, () => 0);
    const bucket = bucketOf('ana', { capacity: 60, windowSeconds: 60, per: 'caller' });
    for (let i = 0; i < 1 + sliceOf(bucket); i++) await credit.take(bucket);
    expect(claims).toEqual(['ana: 0 told, 1 asked for']);
    await credit.charge();
    expect(claims.slice(1)).toEqual(['ana: 6 told, 0 asked for']);
    for (let i = 0; i < 1 + sliceOf(bucket); i++) await credit.take(bucket);
    // The slice was used up: who came then was decided by the store, and it heard of the slice at once.
    expect(claims.slice(2)).toEqual(['ana: 6 told, 1 asked for']);
    await credit.close();
    expect(claims).toHaveLength(3);
  });

  it('tell each caller in turn what is left, also where many ask at once', async () => {
    const memory = memoryBuckets(() => 0);
    const credit = openCredit(
      (claims) => memory.settle(claims),
      () => 0,
    );
    const bucket = bucketOf('ana', { capacity: 10, windowSeconds: 60, per: 'caller' });
    const taken = await Promise.all(Array.from({ length: 12 }, () => credit.take(bucket)));
    expect(taken.map(({ allowed }) => allowed)).toEqual([...Array<boolean>(10).fill(true), false, false]);
    expect(taken.map(({ fullInMicros }) => fullInMicros[0]! / bucket.spacingMicros)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10, 10,
    ]);
  });

  it('lose what nobody can count, and go on', async () => {
    let fails = true;
    const memory = memoryBuckets(() => 0);
    const settle: BucketStore['settle'] = async (claims) => {
      if (fails) throw new Error('away');
      return memory.settle(claims);
    };
    const credit = openCredit(settle, () => 0);
    const bucket = bucketOf('ana', { capacity: 20, windowSeconds: 60, per: 'caller' });
    await expect(credit.take(bucket)).rejects.toThrow('away');
    fails = false;
    await credit.take(bucket);
    await credit.take(bucket);
    fails = true;
    await credit.charge();
    fails = false;
    const taken = await Promise.all(Array.from({ length: 40 }, () => credit.take(bucket)));
    // One of a slice of two was lost, and no more.
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(19);
  });
});

/** A store, and what it was told and asked. */
function watched() {
  const claims: string[] = [];
  const memory = memoryBuckets(() => 0);
  const settle: BucketStore['settle'] = async (all) => {
    for (const { bucket, charged, wanted } of all)
      claims.push(`${bucket.key}: ${charged} told, ${wanted} asked for`);
    return memory.settle(all);
  };
  return { claims, store: { settle } };
}
