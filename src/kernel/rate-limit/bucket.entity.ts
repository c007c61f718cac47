// A bucket in PostgreSQL. Only take_tokens() reads and writes them; a bucket that has been full for long is as good
// as none.
import { defineEntity, p } from '@mikro-orm/core';
import { identity } from '../row-security.ts';

export const RateLimitBucket = defineEntity({
  name: 'RateLimitBucket',
  tableName: 'rate_limit_buckets',
  properties: {
    /** A limit's name and a keyed hash of its caller. */
    key: p.text().primary(),
    /** To the microsecond: that is how fine a big bucket fills. */
    fullAt: p.datetime().columnType('timestamptz(6)'),
  },
  ...identity,
});
