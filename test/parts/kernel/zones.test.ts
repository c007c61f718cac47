// One clock for one person: whatever zone is accepted, PostgreSQL reads it as Node does.
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrateUp } from '../../../migrations/migrate.ts';
import { openDatabase } from '../../../src/db.ts';
import { newId } from '../../../src/kernel/ids.ts';
import { callAsLogin } from '../../../src/kernel/sql.ts';
import { isValidZone, utcToWallClock } from '../../../src/kernel/time.ts';
import { currentZoneName } from '../../../src/kernel/zone-names.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
let admin: pg.Client;
beforeAll(async () => {
  database = await freshDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database.drop();
});

/** Winters and summers of both halves, near midnights. What is yet to come depends on how old a table is (docs/limits.md). */
const MOMENTS = [
  '2025-01-15T00:30Z',
  '2025-04-01T23:30Z',
  '2025-07-01T06:30Z',
  '2025-11-28T11:30Z',
  '2026-02-25T22:45Z',
  '2026-05-01T10:15Z',
];

const LETTERS = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const THREE = LETTERS.flatMap((a) => LETTERS.flatMap((b) => LETTERS.map((c) => a + b + c)));
const OF_ICU = [
  ...['AST4', 'AST4ADT', 'CST6', 'CST6CDT', 'EST5EDT', 'HST10', 'MST7MDT', 'PST8PDT', 'YST9', 'YST9YDT'].map(
    (name) => `SystemV/${name}`,
  ),
  'US/Pacific-New',
  'Canada/East-Saskatchewan',
];

test('every name of a zone that anybody knows', async () => {
  const { rows } = await admin.query<{ name: string }>(
    'select name from pg_timezone_names union select abbrev from pg_timezone_abbrevs',
  );
  const all = [
    ...rows.map(({ name }) => name),
    ...Intl.supportedValuesOf('timeZone'),
    ...THREE,
    ...OF_ICU,
  ].flatMap((name) => [name, name.toLowerCase()]);
  const accepted = [...new Set(all)].map(currentZoneName).filter(isValidZone);
  expect(accepted.length).toBeGreaterThan(800);
  const clocks = await admin.query<{ zone: string; moment: string; clock: string }>(
    `select zone, moment, to_char(wall_clock(moment::timestamptz, zone), 'YYYY-MM-DD HH24:MI') as clock
     from unnest($1::text[]) zone, unnest($2::text[]) moment`,
    [accepted, MOMENTS],
  );
  const others = clocks.rows.filter(({ zone, moment, clock }) => {
    const { date, time } = utcToWallClock(Date.parse(moment), zone);
    return clock !== `${date} ${time}`;
  });
  expect(others).toEqual([]);
});

test.each(['BST', 'bst', 'IST', 'AET', 'PST', 'AST', 'SystemV/PST8PDT', 'US/Pacific-New'])(
  '%s is no zone of anybody',
  (zone) => expect(isValidZone(currentZoneName(zone))).toBe(false),
);

test.each([
  ['CET', 'Europe/Brussels'],
  ['eet', 'Europe/Athens'],
  ['MET', 'Europe/Brussels'],
  ['WET', 'Europe/Lisbon'],
  ['Europe/Berlin', 'Europe/Berlin'],
])('%s is meant as %s', (zone, meant) => expect(currentZoneName(zone)).toBe(meant));

test('who had such a name before keeps the clock that they had', async () => {
  const orm = await openDatabase(database.adminUrl, { poolSize: 1 });
  try {
    const [userId, orgId] = [newId(), newId()];
    await callAsLogin(orm, 'register_person', userId, orgId, 'ana@example.com', 'hash', 'Ana', 'bst', null);
    await admin.query(
      `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, zone)
       values ($1, $2, $3, 'Run', now(), 30, 'SystemV/PST8PDT')`,
      [newId(), orgId, userId],
    );
    const name = 'Migration20261202100000_zones_read_alike';
    await orm.migrator.down({ migrations: [name] });
    expect(await migrateUp(database.adminUrl)).toEqual([name]);
    const { rows } = await admin.query('select p.zone, t.zone as "ofTask" from profiles p, tasks t');
    expect(rows).toEqual([{ zone: 'Asia/Dhaka', ofTask: 'America/Los_Angeles' }]);
  } finally {
    await orm.close();
  }
});
