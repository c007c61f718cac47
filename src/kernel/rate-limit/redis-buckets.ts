// Buckets in Redis: exact for all processes together, by Redis's clock, in one call; full ones go away by themselves.
import type { Redis } from 'ioredis';
import type { BucketStore } from './bucket.ts';

const CONNECT_TIMEOUT_MS = 1000;
const RECONNECT_WITHIN_MS = 1000;
const PREFIX = 'flux:rate:';

export interface RedisBuckets extends BucketStore {
  close(): void;
}

/**
 * Resolves once the first attempt to connect is over, however it ended: connecting goes on in the background for as
 * long as it takes. Without a connection every take fails at once, without an answer after `timeoutMs`. `url`:
 * redis:// or rediss://, one server, no cluster.
 */
export async function openRedisBuckets(url: string, timeoutMs: number): Promise<RedisBuckets> {
  // Loaded only by those who have a Redis.
  const { Redis } = await import('ioredis');
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: timeoutMs,
    retryStrategy: (attempts) => Math.min(attempts * 50, RECONNECT_WITHIN_MS),
    // Whoever asks while there is no connection is told so, and nothing is asked a second time: it might be counted
    // twice.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    scripts: { takeTokens: { lua: TAKE_TOKENS }, settleTokens: { lua: SETTLE_TOKENS } },
  }) as WithScripts;
  // Each failed attempt is an event; that buckets cannot be reached is said by whoever asks for one.
  redis.on('error', () => undefined);
  await redis.connect().catch(() => undefined);

  return {
    take: async (buckets) => {
      const [allowed, ...fullInMicros] = await redis.takeTokens(
        buckets.length,
        ...buckets.map(({ key }) => PREFIX + key),
        ...buckets.flatMap(({ spacingMicros, depthMicros }) => [spacingMicros, depthMicros]),
      );
      return { allowed: allowed === 1, fullInMicros };
    },
    settle: async (claims) => {
      const numbers = await redis.settleTokens(
        claims.length,
        ...claims.map(({ bucket }) => PREFIX + bucket.key),
        ...claims.flatMap(({ bucket, charged, wanted }) => [
          bucket.spacingMicros,
          bucket.depthMicros,
          charged,
          wanted,
        ]),
      );
      return claims.map((_, i) => ({ given: numbers[2 * i]!, fullInMicros: numbers[2 * i + 1]! }));
    },
    close: () => redis.disconnect(),
  };
}

type Script = (keys: number, ...rest: (string | number)[]) => Promise<number[]>;
type WithScripts = Redis & { takeTokens: Script; settleTokens: Script };

/**
 * The rule of bucket.ts. A value is the moment at which its bucket is full again, in microseconds since 1970: 16
 * digits, exact in a double.
 */
const TAKE_TOKENS = `
local time = redis.call('TIME')
local present = time[1] * 1000000 + time[2]
local missing, allowed = {}, 1
for i, key in ipairs(KEYS) do
  local spacing, depth = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local fullAt = tonumber(redis.call('GET', key) or present)
  missing[i] = math.min(math.max(fullAt - present, 0), depth)
  if missing[i] + spacing > depth then allowed = 0 end
end
if allowed == 1 then
  for i, key in ipairs(KEYS) do
    missing[i] = math.max(missing[i] + tonumber(ARGV[2 * i - 1]), 0)
    if missing[i] == 0 then
      redis.call('DEL', key)
    else
      redis.call('SET', key, string.format('%.0f', present + missing[i]), 'PX', math.ceil(missing[i] / 1000))
    end
  end
end
return { allowed, unpack(missing) }
`;

/** The rule of `settleIn` in bucket.ts, for each key by itself. */
const SETTLE_TOKENS = `
local time = redis.call('TIME')
local present = time[1] * 1000000 + time[2]
local settled = {}
for i, key in ipairs(KEYS) do
  local spacing, depth = tonumber(ARGV[4 * i - 3]), tonumber(ARGV[4 * i - 2])
  local charged, wanted = tonumber(ARGV[4 * i - 1]), tonumber(ARGV[4 * i])
  local fullAt = tonumber(redis.call('GET', key) or present)
  local missing = math.min(math.max(fullAt - present, 0), 2 * depth)
  local owed = math.min(missing + charged * spacing, 2 * depth)
  local given = math.min(wanted, math.max(0, math.floor((depth - owed) / spacing)))
  owed = owed + given * spacing
  if owed > 0 then
    redis.call('SET', key, string.format('%.0f', present + owed), 'PX', math.ceil(owed / 1000))
  end
  settled[2 * i - 1], settled[2 * i] = given, owed
end
return settled
`;
