// What stood before there was a ledger is in it from its first moment on: nobody has to agree once more.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { migrateUp } from '../../../migrations/migrate.ts';
import { openDatabase } from '../../../src/db.ts';
import { freshDatabase } from '../../harness/database.ts';

const FIRST = 'Migration20261202030000_consents';

test('numbers, channels, browsers and holds of before have their lines, by what the profile says', async () => {
  const database = await freshDatabase();
  const owner = await openDatabase(database.adminUrl, { poolSize: 1, statementTimeoutMs: 0 });
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  try {
    const executed = (await owner.migrator.getExecuted()).map(({ name }) => name).toSorted();
    await owner.migrator.down({ to: executed[executed.indexOf(FIRST) - 1]! });
    const person = async (profile: string) => {
      const [userId, orgId] = [randomUUID(), randomUUID()];
      await admin.query('select register_person($1, $2, $3, $4, null, $5)', [
        userId,
        orgId,
        `${userId}@example.com`,
        'hash',
        'UTC',
      ]);
      if (profile) await admin.query(`update profiles set ${profile} where user_id = $1`, [userId]);
      return { userId, orgId };
    };
    const number = `phone = '+12025550101', phone_verified_at = '2026-11-01'`;
    const agreed = await person(`${number}, whatsapp_opt_in_at = '2026-11-02', push_off_at = '2026-11-03'`);
    const without = await person('');
    const noCalls = await person(
      `phone = '+12025550102', phone_verified_at = '2026-11-01', calls_off_at = '2026-11-04'`,
    );
    await admin.query(
      `insert into push_subscriptions (id, org_id, user_id, endpoint, p256dh, auth, created_at) values ($1, $2, $3, 'e', 'p', 'a', '2026-11-05')`,
      [randomUUID(), noCalls.orgId, noCalls.userId],
    );
    await admin.query(`insert into safety_holds (user_id, state, since) values ($1, 'held', '2026-11-06')`, [
      noCalls.userId,
    ]);
    await migrateUp(database.adminUrl);

    const linesOf = async (userId: string): Promise<string[]> => {
      const { rows } = await admin.query<{ line: string }>(
        `select line || ' ' || channel || ' ' || kind || ' ' || way || ' ' || to_char(created_at at time zone 'UTC', 'MM-DD') as line
         from consents where user_id = $1 order by consents.line`,
        [userId],
      );
      return rows.map(({ line }) => line);
    };
    expect(await linesOf(agreed.userId)).toEqual([
      '1 call given before 11-01',
      '2 number proven before 11-01',
      '3 whatsapp given before 11-02',
      '4 push ended before 11-03',
    ]);
    expect(await linesOf(without.userId)).toEqual([]);
    expect(await linesOf(noCalls.userId)).toEqual([
      '1 number proven before 11-01',
      '2 push given before 11-05',
      '3 all held before 11-06',
    ]);
    // And it is one that counts: for the number that is theirs.
    const { rows } = await admin.query(
      `select live_consent_of($1, 'whatsapp') as whatsapp, live_consent_of($1, 'call') as call, live_consent_of($1, 'push') as push,
         live_consent_of($2, 'push') as held`,
      [agreed.userId, noCalls.userId],
    );
    expect(rows).toEqual([{ whatsapp: 3, call: 1, push: null, held: null }]);
  } finally {
    await Promise.all([owner.close(), admin.end()]);
    await database.drop();
  }
});
