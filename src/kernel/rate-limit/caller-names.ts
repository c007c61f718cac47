// What stores of buckets see in place of a caller: nobody can be read out of it.
import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { LRUCache } from 'lru-cache';

/** A name takes 10 us to make, and the same people come again and again. */
const MOST_KEPT = 10_000;

/**
 * Names callers by a keyed hash: a plain one of an address gives it away to whoever hashes them all. `secret`:
 * TOKEN_SECRET.
 */
export function callerNames(secret: string): (who: string) => string {
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'callers of rate limits', 32)));
  const kept = new LRUCache<string, string>({ max: MOST_KEPT });
  return (who) => {
    const known = kept.get(who);
    if (known !== undefined) return known;
    const name = createHmac('sha256', key).update(who).digest().subarray(0, 16).toString('base64url');
    kept.set(who, name);
    return name;
  };
}
