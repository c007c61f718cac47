// What deleting a million rows costs everybody else: two runs delete at once, while a probe goes on writing to the same table.
// `npm run bench -- --only retention`, or alone: `node test/bench/retention.ts`.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import pg from 'pg';
import { openDatabase } from '../../src/db.ts';
import { deleteDue } from '../../src/retention/delete-due.ts';
import { findPolicy } from '../../src/retention/policies.ts';
import { freshDatabase } from '../harness/database.ts';
import { startGround, type Ground } from '../harness/global-setup.ts';
import type { Figures } from './measures.ts';

const EXPIRED = 1_000_000;
/** A living row lies among every ten that are not. */
const LIVING = EXPIRED / 10;

/** On a database of its own. Throws where a living row is missing or an expired one is left. */
export async function runRetentionBench(ground: Ground): Promise<Figures> {
  await using parts = new AsyncDisposableStack();
  const database = await freshDatabase(ground);
  parts.defer(() => database.drop());
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: database.adminUrl });
    await client.connect();
    parts.defer(() => client.end());
    return client;
  };
  const admin = await open();
  await fill(admin);
  const runs = await Promise.all(
    [1, 2].map(async () => {
      const orm = await openDatabase(database.workerUrl, { poolSize: 1 });
      parts.defer(() => orm.close());
      return orm;
    }),
  );

  const ending = new AbortController();
  const probing = probe(await open(), ending.signal);
  const watching = watch(await open(), ending.signal);
  const startedAt = performance.now();
  const deletions = await Promise.all(runs.map((orm) => deleteDue(orm, findPolicy('idempotency-keys')!)));
  const seconds = (performance.now() - startedAt) / 1000;
  ending.abort();
  const [probed, longestTransactionMs] = await Promise.all([probing, watching]);

  const deleted = sum(deletions.map((deletion) => deletion.deleted));
  await check(admin, { deleted, ...probed });
  return {
    'rows/s': deleted / seconds,
    seconds,
    rows: deleted,
    batches: sum(deletions.map(({ batches }) => batches)),
    'largest batch, rows': Math.max(...deletions.map(({ largestBatch }) => largestBatch)),
    'longest batch, as its run saw it, ms': Math.max(
      ...deletions.map(({ longestBatchMs }) => longestBatchMs),
    ),
    'longest transaction, as PostgreSQL saw it, ms': longestTransactionMs,
    'statements of the probe beside it': probed.statements,
    'longest wait of the probe, ms': probed.longestWaitMs,
    'living rows lost': 0,
  };
}

const PERSON = [randomUUID(), randomUUID()];

async function fill(admin: pg.Client): Promise<void> {
  await admin.query(`select register_person($2, $1, 'ana@example.com', '', null, 'UTC')`, PERSON);
  await admin.query(
    `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, expires_at)
     select $1, $2, case when n % 11 = 0 then 'living-' || n / 11 else 'over-' || n - n / 11 end, '', 'completed',
       gen_random_uuid(), now() + case when n % 11 = 0 then interval '1 day' else -n * interval '1 millisecond' end
     from generate_series(1, $3::int) as n`,
    [...PERSON, EXPIRED + LIVING],
  );
  await admin.query('vacuum analyze idempotency_keys');
}

interface Probed {
  statements: number;
  inserted: number;
  /** Expired keys that were used again before they were deleted. */
  revived: number;
  longestWaitMs: number;
}

/** As clients do, one statement after the other: a living row is changed, one is new, an expired one is taken over. */
async function probe(client: pg.Client, signal: AbortSignal): Promise<Probed> {
  const probed: Probed = { statements: 0, inserted: 0, revived: 0, longestWaitMs: 0 };
  const write = async (text: string, key: string): Promise<number> => {
    const startedAt = performance.now();
    const { rowCount } = await client.query(text, [...PERSON, key]);
    probed.longestWaitMs = Math.max(probed.longestWaitMs, performance.now() - startedAt);
    probed.statements += 1;
    return rowCount ?? 0;
  };
  while (!signal.aborted) {
    await write(
      `update idempotency_keys set attempt = attempt + 1 where ${BY_KEY}`,
      `living-${anyOf(LIVING)}`,
    );
    probed.inserted += await write(INSERT, randomUUID());
    probed.revived += await write(REVIVE, `over-${anyOf(EXPIRED)}`);
  }
  return probed;
}

const BY_KEY = 'org_id = $1 and user_id = $2 and key_hash = $3';
const INSERT = `insert into idempotency_keys (org_id, user_id, key_hash, fingerprint, status, effect_id, expires_at)
  values ($1, $2, $3, '', 'pending', gen_random_uuid(), now() + interval '1 day')`;
const REVIVE = `update idempotency_keys set status = 'pending', expires_at = now() + interval '1 day'
  where ${BY_KEY} and expires_at < now()`;
const anyOf = (count: number): number => 1 + Math.floor(Math.random() * count);

/** The age of the oldest transaction of the worker's login, looked at every few milliseconds; the highest, in milliseconds. */
async function watch(client: pg.Client, signal: AbortSignal): Promise<number> {
  let highestMs = 0;
  for (; !signal.aborted; await delay(5)) {
    const { rows } = await client.query<{ ms: number | null }>(
      `select max(extract(epoch from clock_timestamp() - xact_start) * 1000)::float as ms from pg_stat_activity
       where usename = 'flux_worker' and datname = current_database()`,
    );
    highestMs = Math.max(highestMs, rows[0]?.ms ?? 0);
  }
  return highestMs;
}

async function check(
  admin: pg.Client,
  { deleted, revived, inserted }: Probed & { deleted: number },
): Promise<void> {
  const { rows } = await admin.query<{ over: number; living: number }>(
    `select (count(*) filter (where expires_at < now()))::int as over,
            (count(*) filter (where expires_at >= now()))::int as living from idempotency_keys`,
  );
  const expected = { over: 0, living: LIVING + inserted + revived };
  if (!isDeepStrictEqual(rows[0], expected) || deleted + revived !== EXPIRED)
    throw new Error(`${deleted} deleted, left ${JSON.stringify(rows[0])}, not ${JSON.stringify(expected)}`);
}

const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

if (import.meta.main) {
  const ground = await startGround();
  try {
    for (const [name, value] of Object.entries(await runRetentionBench(ground)))
      process.stdout.write(`${name.padEnd(48)}${value.toFixed(value % 1 === 0 ? 0 : 1).padStart(12)}\n`);
  } finally {
    await ground.stop();
  }
}
