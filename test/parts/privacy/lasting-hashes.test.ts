// What is left of who was erased is found again whatever secret the processes have by then: it is hashed by a key of the
// database.
import { randomUUID } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { numberKey } from '../../../src/account/phone-number.ts';
import { openDatabase } from '../../../src/db.ts';
import { callFunction } from '../../../src/kernel/sql.ts';
import { asPerson, type Person } from '../../../src/kernel/context.ts';
import { eraseRows, finishErasure } from '../../../src/privacy/finish-erasure.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

const NUMBER = '+4915112345678';
let database: TestDatabase;
let admin: pg.Pool;
let orm: MikroORM;

beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 });
  orm = await openDatabase(database.workerUrl);
});
afterAll(async () => {
  await orm.close();
  await admin.end();
  await database.drop();
});

async function register(): Promise<Person> {
  const person = { orgId: randomUUID(), userId: randomUUID() };
  const email = `${person.userId}@example.com`;
  await admin.query(`select register_person($1, $2, $3, 'hash', null, 'UTC')`, [
    person.userId,
    person.orgId,
    email,
  ]);
  return person;
}

const isSuppressed = async (person: Person, number: string): Promise<boolean> => {
  const [row] = await asPerson({ orm, perform: async () => undefined }, { ...person, via: 'rest' }, (ctx) =>
    callFunction<{ is_suppressed: boolean }>(ctx, 'is_suppressed', numberKey(number)),
  );
  return row!.is_suppressed;
};

test('a STOP outlives its account, and who was erased is known as such', async () => {
  const [ana, ben] = [await register(), await register()];
  await admin.query(
    `update profiles set phone = $2, phone_verified_at = now(), proven_at = now(), calls_off_at = now() where user_id = $1`,
    [ana.userId, NUMBER],
  );
  const erasureId = randomUUID();
  await admin.query(
    `insert into erasures (id, user_id, state, begins_at, receipt_hash) values ($1, $2, 'erasing', now(), 'a hash')`,
    [erasureId, ana.userId],
  );
  for (const _twice of [1, 2]) {
    expect(await eraseRows({ orm }, erasureId)).toEqual({ isDone: true });
    await finishErasure({ orm }, erasureId);
  }
  expect(await isSuppressed(ben, NUMBER)).toBe(true);
  expect(await isSuppressed(ben, '+4915112345679')).toBe(false);
  const { rows } = await admin.query(
    `select hash = lasting_hash('person', $1) as is_hers from erased_people`,
    [ana.userId],
  );
  expect(rows).toEqual([{ is_hers: true }]);
});

test('the same text is another hash for another purpose, and no role of a process can read the key', async () => {
  const { rows } = await admin.query<{ hash: string }>(
    `select lasting_hash(purpose, 'x') as hash from unnest(array['address', 'number', 'person', 'unsubscribe']) purpose`,
  );
  expect(new Set(rows.map(({ hash }) => hash)).size).toBe(4);
  const readers = await admin.query(
    `select grantee from information_schema.role_table_grants
     where table_name = 'consent_keys' and grantee in ('flux_api', 'flux_worker', 'flux_tenant', 'flux_system')`,
  );
  expect(readers.rows).toEqual([]);
});
