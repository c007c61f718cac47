// Buckets in PostgreSQL: exact for all processes together, by the database's clock. Requests that wait for each other
// share a statement.
import type { MikroORM } from '@mikro-orm/postgresql';
import { batched } from '../batch.ts';
import { queryAsLogin } from '../sql.ts';
import type { Bucket, BucketStore, Claim, Settled, Taken } from './bucket.ts';

/** Requests in one statement: its locks are held for well under 10 ms. */
const MOST = 128;

/** `orm`: opened with a login, which may call two functions and touch nothing. */
export function postgresBuckets(orm: MikroORM): BucketStore {
  const take = batched<readonly Bucket[], Taken>((requests) => takeAll(orm, requests), { max: MOST });
  return { take, settle: (claims) => settleAll(orm, claims) };
}

interface Row {
  allowed: boolean;
  /** bigint[]; `pg` leaves them as text. */
  full_in: string[];
}

async function takeAll(orm: MikroORM, requests: (readonly Bucket[])[]): Promise<Taken[]> {
  const byKey = new Map(requests.flat().map((bucket) => [bucket.key, bucket]));
  const buckets = [...byKey.values()];
  const numbers = new Map(buckets.map(({ key }, i) => [key, i + 1]));
  // PostgreSQL's arrays are rectangles: shorter requests are filled up with 0, which is no bucket's number.
  const width = Math.max(...requests.map(({ length }) => length));
  const wanted = requests.map((request) =>
    Array.from({ length: width }, (_, i) => numbers.get(request[i]?.key ?? '') ?? 0),
  );
  const rows = await queryAsLogin<Row>(orm, {
    ...TAKE,
    values: [
      buckets.map(({ key }) => key),
      buckets.map(({ spacingMicros }) => spacingMicros),
      buckets.map(({ depthMicros }) => depthMicros),
      wanted,
    ],
  });
  return rows.map((row, i) => ({
    allowed: row.allowed,
    fullInMicros: row.full_in.slice(0, requests[i]!.length).map(Number),
  }));
}

const TAKE = { name: 'take_tokens', text: 'select allowed, full_in from take_tokens($1, $2, $3, $4)' };

async function settleAll(orm: MikroORM, claims: readonly Claim[]): Promise<Settled[]> {
  const rows = await queryAsLogin<{ given: number; full_in: string }>(orm, {
    ...SETTLE,
    values: [
      claims.map(({ bucket }) => bucket.key),
      claims.map(({ bucket }) => bucket.spacingMicros),
      claims.map(({ bucket }) => bucket.depthMicros),
      claims.map(({ charged }) => charged),
      claims.map(({ wanted }) => wanted),
    ],
  });
  return rows.map(({ given, full_in }) => ({ given, fullInMicros: Number(full_in) }));
}

const SETTLE = {
  name: 'settle_tokens',
  text: 'select given, full_in from settle_tokens($1, $2, $3, $4, $5)',
};
