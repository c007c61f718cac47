// The table of limits, what RATE_LIMITS makes of it, and the rule by which every store counts.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import {
  describeLimits,
  GROUPS,
  LIMITS,
  readLimits,
  type Limit,
  type Limits,
} from '../../../src/kernel/limits.ts';
import { bucketOf, remainingIn, secondsToNext, takeFrom } from '../../../src/kernel/rate-limit/bucket.ts';
import { memoryBuckets } from '../../../src/kernel/rate-limit/memory-buckets.ts';

describe('the table', () => {
  test.each([
    ['chat', 20, 60],
    ['agent', 5, 60],
    ['crud', 60, 60],
    ['analytics', 30, 60],
    ['code', 3, 3600],
    ['code-person', 10, 86_400],
    ['code-pair', 4, 86_400],
    ['code-network', 100, 86_400],
    ['code-address', 10, 86_400],
    ['code-number', 10, 86_400],
    ['code-prefix', 20, 86_400],
    ['code-country', 500, 86_400],
    ['code-all', 2000, 86_400],
    ['code-try', 4, 3600],
    ['message-person', 60, 86_400],
    ['message-country', 5000, 86_400],
    ['message-all', 10_000, 86_400],
    ['call-person', 30, 86_400],
    ['call-country', 1000, 86_400],
    ['call-all', 2000, 86_400],
    ['reply', 30, 3600],
    ['hint', 3, 3600],
    ['stranger', 1, 86_400],
    ['spec', 100, 60],
    ['spec-all', 1000, 60],
    ['sign-in', 100, 60],
    ['sign-in-pair', 10, 3600],
    ['sign-in-account', 100, 3600],
    ['refresh', 600, 60],
    ['register', 600, 3600],
  ] as const)('%s: %i in %i s', (name, capacity, windowSeconds) => {
    expect(LIMITS[name]).toMatchObject({ capacity, windowSeconds });
  });

  test('each limit is used, and five are one for everybody', () => {
    const used = Object.values(GROUPS).flatMap(({ limits }) => limits);
    expect(new Set(used)).toEqual(new Set(Object.keys(LIMITS)));
    expect(Object.entries(LIMITS).flatMap(([name, { per }]) => (per === 'all' ? [name] : []))).toEqual([
      'code-all',
      'message-all',
      'call-all',
      'email-all',
      'spec-all',
    ]);
  });

  test('what costs money, and tries at passwords, are costly; reminders are promised', () => {
    expect(groupsOf('promised')).toEqual(['message', 'call']);
    expect(groupsOf('costly')).toEqual([
      'chat',
      'agent',
      'code',
      'code-sent',
      'code-try',
      'email-sent',
      'spec',
      'sign-in',
      'sign-in-account',
      'sign-in-known',
      'export',
    ]);
  });
});

const groupsOf = (wanted: string) =>
  Object.entries(GROUPS).flatMap(([name, { cost }]) => (cost === wanted ? [name] : []));

const printed = (limits: Limits) => readLimits(describeLimits(limits));

describe('RATE_LIMITS', () => {
  test('nothing changes nothing', () => {
    expect(readLimits('')).toEqual(LIMITS);
    expect(readLimits('  ')).toEqual(LIMITS);
    expect(readConfig([], {}).RATE_LIMITS).toEqual(LIMITS);
  });

  test('names what it changes, and leaves the rest', () => {
    expect(readLimits('crud=600/min, code=50/hour,spec-all=7/s,chat=1/day')).toEqual({
      ...LIMITS,
      crud: { capacity: 600, windowSeconds: 60, per: 'caller' },
      code: { capacity: 50, windowSeconds: 3600, per: 'caller' },
      'spec-all': { capacity: 7, windowSeconds: 1, per: 'all' },
      chat: { capacity: 1, windowSeconds: 86_400, per: 'caller' },
    });
  });

  test('takes the table as it is printed, whatever its windows are', () => {
    expect(printed(LIMITS)).toEqual(LIMITS);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9999 }), fc.constantFrom(1, 60, 3600, 86_400), (length, unit) => {
        const limits = { ...LIMITS, 'code-try': { ...LIMITS['code-try'], windowSeconds: length * unit } };
        expect(printed(limits)).toEqual(limits);
      }),
    );
  });

  test.each([
    ['crudd=1/min', 'item 1 names crudd, which is none of chat, agent, crud'],
    ['crud=1/min,constructor=1/min', 'item 2 names constructor, which is none of'],
    ['crud=1/min, code-org=3/day', 'item 2 names code-org, which is a limit no more: leave it out'],
    ['crud=1/0 min', 'item 1 is not name=number/unit'],
    ['crud', 'item 1 is not name=number/unit'],
    ['crud=1/min,x', 'item 2 is not name=number/unit'],
    ['crud=0/min', 'item 1 is not name=number/unit'],
    ['crud=-1/min', 'item 1 is not name=number/unit'],
    ['crud=1.5/min', 'item 1 is not name=number/unit'],
    ['crud=1/month', 'with a unit of s, min, hour, day'],
    ['crud=99999999/min', 'item 1 is not name=number/unit'],
    ['crud=9999999/min', 'item 1 is more than 100000 a second'],
  ])('%s is refused at boot, in words that do not repeat it', (text, sentence) => {
    const boot = () => readConfig([], { RATE_LIMITS: text });
    expect(boot).toThrow('Configuration: RATE_LIMITS: item ');
    expect(boot).toThrow(sentence);
    expect(boot).not.toThrow(text);
  });
});

const limit = fc.record({
  capacity: fc.integer({ min: 1, max: 1000 }),
  windowSeconds: fc.constantFrom(1, 60, 3600),
  per: fc.constant('caller' as const),
});

/** Counts up what there is, where the rule counts down what is missing. */
function simulate({ spacingMicros, depthMicros }: { spacingMicros: number; depthMicros: number }) {
  let filledMicros = depthMicros;
  return {
    wait: (micros: number) => void (filledMicros = Math.min(depthMicros, filledMicros + micros)),
    take: () => {
      const allowed = filledMicros >= spacingMicros;
      if (allowed) filledMicros -= spacingMicros;
      return { allowed, remaining: Math.floor(filledMicros / spacingMicros) };
    },
  };
}

describe('the rule', () => {
  test('gives what a bucket gives that is filled drop by drop', () => {
    fc.assert(
      fc.property(limit, fc.array(fc.nat({ max: 200 }), { maxLength: 300 }), (one, waits) => {
        const bucket = bucketOf('key', one);
        const model = simulate(bucket);
        let missing = 0;
        for (const hundredths of waits) {
          const micros = Math.round((hundredths * bucket.spacingMicros) / 100);
          model.wait(micros);
          const { allowed, fullInMicros } = takeFrom([bucket], [missing - micros]);
          missing = fullInMicros[0]!;
          expect({ allowed, remaining: remainingIn(bucket, missing) }).toEqual(model.take());
        }
      }),
    );
  });

  test('a full bucket gives exactly its capacity, whatever the window', () => {
    fc.assert(
      fc.property(limit, (one) => {
        const bucket = bucketOf('key', one);
        let [missing, given] = [0, 0];
        for (
          let taken = takeFrom([bucket], [missing]);
          taken.allowed;
          taken = takeFrom([bucket], [missing])
        ) {
          missing = taken.fullInMicros[0]!;
          given++;
        }
        expect(given).toBe(one.capacity);
      }),
    );
  });

  test('whoever waits for as long as they were told is served, and not a second earlier', () => {
    fc.assert(
      fc.property(limit, fc.double({ min: 0, max: 1, noNaN: true }), (one, part) => {
        const bucket = bucketOf('key', one);
        const missing = bucket.depthMicros - Math.floor(part * (bucket.spacingMicros - 1));
        expect(takeFrom([bucket], [missing]).allowed).toBe(false);
        const wait = secondsToNext(bucket, missing) * 1_000_000;
        expect(takeFrom([bucket], [missing - wait]).allowed).toBe(true);
        expect(takeFrom([bucket], [missing - wait + 1_000_000]).allowed).toBe(false);
      }),
    );
  });

  test('of several buckets one that refuses takes nothing from the others', () => {
    const [wide, narrow] = [limitOf(5), limitOf(1)];
    const first = takeFrom([wide, narrow], [0, 0]);
    expect(first).toEqual({ allowed: true, fullInMicros: [wide.spacingMicros, narrow.spacingMicros] });
    expect(takeFrom([wide, narrow], first.fullInMicros)).toEqual({ ...first, allowed: false });
  });

  test('what was taken under a higher limit, or before the clock was set back, leaves the bucket empty and no worse', () => {
    const bucket = limitOf(5);
    expect(takeFrom([bucket], [bucket.depthMicros * 100]).fullInMicros).toEqual([bucket.depthMicros]);
    expect(secondsToNext(bucket, bucket.depthMicros)).toBe(12);
  });
});

const limitOf = (capacity: number) =>
  bucketOf(`of ${capacity}`, { capacity, windowSeconds: 60, per: 'caller' });

test('memory keeps a bucket for each key, and does not grow with their number', async () => {
  const memory = memoryBuckets();
  const hourly: Limit = { capacity: 2, windowSeconds: 3600, per: 'caller' };
  const allowed = async (key: string) => (await memory.take([bucketOf(key, hourly)])).allowed;
  expect(await Promise.all(['a', 'a', 'a', 'b'].map(allowed))).toEqual([true, true, false, true]);
  for (let i = 0; i < 10_001; i++) await allowed(String(i));
  expect(await allowed('a')).toBe(true);
});
