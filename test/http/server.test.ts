// The API process itself: it says what is in its way, outlives its database, and ends without dropping a request.
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openApi } from '../harness/http.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let database: pg.Client;
beforeAll(async () => {
  world = await openWorld({ worker: 'none', api: 'none', env: { LOG_LEVEL: 'silent' } });
  database = new pg.Client({ connectionString: world.database.adminUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await world.close();
});

test('a taken port is named with what to do about it', async () => {
  const api = await world.startApi();
  await expect(world.startApi()).rejects.toThrow(/^Port \d+ on 127\.0\.0\.1 is taken\..* PORT /);
  await api.stop();
});

test.each([
  ['src/server.ts', 'API_DATABASE_URL'],
  ['temporal/worker.ts', 'WORKER_DATABASE_URL'],
])(
  '%s ends with one sentence where it cannot work, and never says that it is ready',
  async (script, name) => {
    const url = new URL(world.env[name]!);
    url.password = 'canary';
    const env = { ...world.env, [name]: url.href };
    const { stdout, stderr, exitCode } = await execa('node', [script], { env, reject: false });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(new RegExp(`^${name} does not open: .*password; .*28P01\\)\\.$`));
    expect(stderr).not.toContain('canary');
  },
);

test.each(['src/server.ts', 'temporal/worker.ts'])(
  '%s ends with one sentence where Temporal does not have its namespace',
  async (script) => {
    const env = { ...world.env, TEMPORAL_NAMESPACE: 'canary' };
    const ended = await execa('node', [script], { env, reject: false, timeout: 30_000 });
    expect([ended.exitCode, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toBe('TEMPORAL_NAMESPACE names a namespace that this server does not have.');
  },
  40_000,
);

test('told to end, it finishes the requests under way and takes no new connection', async () => {
  const api = await world.startApi();
  const client = await openApi(api.url);
  const ana = await client.register();
  // Whoever reads a profile now waits, inside, until the lock is given back.
  // A connection of its own: within one transaction pg_stat_activity never changes.
  const lock = new pg.Client({ connectionString: world.database.adminUrl });
  await lock.connect();
  await lock.query('begin; lock table profiles in access exclusive mode');
  const running = Array.from({ length: 4 }, () => ana.call('GET', '/v1/auth/me'));
  while ((await waitingBackends()) < running.length);
  const ended = api.stop();
  await expect(fetch(`${api.url}/livez`)).rejects.toThrow('fetch failed');
  await lock.end();
  expect((await Promise.all(running)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await ended;
});

test('while the database is gone it says so, and it works again when it is back', async () => {
  const api = await world.startApi();
  const client = await openApi(api.url);
  const ana = await client.register();
  const { rows } = await database.query('select current_database() as name');
  const [{ name }] = rows;
  try {
    await database.query(`alter database ${name} connection limit 0`);
    await database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2',
      [name, 'flux_api'],
    );
    const refused = await ana.call('GET', '/v1/tasks/today');
    expect(refused).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    expect(refused.headers.get('retry-after')).not.toBeNull();
    expect((await client.call('GET', '/readyz')).body).toMatchObject({
      status: 'degraded',
      database: 'down',
    });
    expect((await client.call('GET', '/livez')).status).toBe(200);
  } finally {
    await database.query(`alter database ${name} connection limit -1`);
  }
  await ana.expect(200, 'GET', '/v1/tasks/today');
  await api.stop();
});

async function waitingBackends(): Promise<number> {
  const { rows } = await database.query(
    "select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
  );
  return rows[0].count;
}
