// A process that cannot work with its database says why, in one sentence that names the variable and no secret.
import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectOwner } from '../../../migrations/connect-owner.ts';
import { MIGRATIONS, openDatabase } from '../../../src/db.ts';
import { proveDatabase } from '../../../src/kernel/prove-database.ts';
import { freshDatabase, type TestDatabase } from '../../harness/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

async function prove(
  url: string,
  login: 'flux_api' | 'flux_worker' = 'flux_api',
  answerMs?: number,
): Promise<string> {
  const orm = await openDatabase(url, { poolSize: 1 });
  try {
    const proof = { variable: 'THE_URL', login, migrations: MIGRATIONS, patienceMs: 0 };
    await proveDatabase(orm, { ...proof, ...(answerMs !== undefined && { answerMs }) });
    return 'fits';
  } catch (error) {
    return (error as Error).message;
  } finally {
    await orm.close();
  }
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(database.apiUrl);
  change(url);
  return url.href;
};

test('the logins that are meant fit', async () => {
  expect(await prove(database.apiUrl)).toBe('fits');
  expect(await prove(database.workerUrl, 'flux_worker')).toBe('fits');
});

test.each<[what: string, url: () => string, sentence: RegExp]>([
  [
    'a wrong password',
    () => changed((url) => (url.password = 'canary')),
    /^THE_URL does not open: .*28P01\)\.$/,
  ],
  ['nobody', () => changed((url) => (url.username = 'canary')), /^THE_URL does not open: .*\(28\w+\)\.$/],
  [
    'no database',
    () => changed((url) => (url.pathname = '/canary')),
    /^THE_URL names a database that is not there \(3D000\)\.$/,
  ],
  ['no server', () => changed((url) => (url.port = '1')), /^THE_URL .*cannot be reached \(ECONNREFUSED\)\.$/],
  [
    'no host',
    () => changed((url) => (url.hostname = 'canary.invalid')),
    /^THE_URL .*cannot be reached \(E\w+\)\.$/,
  ],
  ['the login of the worker', () => database.workerUrl, /^THE_URL is not the login flux_api/],
  ['the owner', () => database.adminUrl, /^THE_URL is a superuser/],
])('%s is said', async (_what, url, sentence) => {
  const said = await prove(url());
  expect(said).toMatch(sentence);
  expect(said).not.toContain('canary');
});

test('a login that may not log in or not connect is told so, and the database is not blamed', async () => {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const name = new URL(database.apiUrl).pathname.slice(1);
  const role = `stranger_${name}`;
  const asStranger = () =>
    prove(changed((url) => Object.assign(url, { username: role, password: 'canary' })));
  await admin.query(`create role "${role}" nologin password 'canary'`);
  await admin.query(`revoke connect on database "${name}" from public`);
  expect(await asStranger()).toMatch(
    /^THE_URL does not open: .*may not log in.*; `npm run migrate .* \(28000\)\.$/,
  );
  await admin.query(`alter role "${role}" login`);
  expect(await asStranger()).toMatch(/^THE_URL does not open: .*no right to connect.* \(42501\)\.$/);
  await expect(
    connectOwner(changed((url) => Object.assign(url, { username: role, password: 'canary' }))),
  ).rejects.toThrow(/^DATABASE_URL does not open: .*no right to connect.* \(42501\)\.$/);
  await admin.query(`drop role "${role}"`);
  await admin.query(`grant connect on database "${name}" to public`);
  await admin.end();
});

test('a database that lets us in and never answers is not waited for', async () => {
  const { hostname, port } = new URL(database.apiUrl);
  const mute = createServer((client) => {
    const server = connect(Number(port), hostname);
    server.pipe(client);
    // Parse: the first message of a prepared statement.
    client.on('data', (data: Buffer) => data[0] !== 0x50 && server.write(data));
    client.on('close', () => server.destroy());
  });
  await once(mute.listen(0, '127.0.0.1'), 'listening');
  const through = changed((url) => {
    url.host = `127.0.0.1:${(mute.address() as AddressInfo).port}`;
  });
  expect(await prove(through, 'flux_api', 500)).toMatch(
    /^THE_URL leads to a database that cannot be reached/,
  );
  mute.close();
});

test('a schema that is older than the process is said, one that is newer fits', async () => {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const note = (text: string | null) =>
    admin.query(`comment on table flux_migrations is ${text === null ? 'null' : pg.escapeLiteral(text)}`);
  const { rows } = await admin.query<{ names: string }>(
    `select obj_description('flux_migrations'::regclass, 'pg_class') as names`,
  );
  const names = rows[0]!.names;
  await note(`${names} Migration29990101000000_later`);
  expect(await prove(database.apiUrl)).toBe('fits');
  for (const [older, count] of [
    [names.replace(/ \S+$/, ''), 1],
    [null, names.split(' ').length],
  ] as const) {
    await note(older);
    expect(await prove(database.apiUrl)).toContain(`lacks ${count} migrations of this version: run`);
  }
  await note(names);
  await admin.end();
});
