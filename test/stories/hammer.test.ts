// Five thousand requests over four connections that are killed, cancelled and locked out: nobody ever meets a row of somebody else,
// and not one connection is lost, or left as somebody.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../harness/database.ts';
import { openApp, type OpenApp } from './hammer/app.ts';
import { createJudge, type Said } from './hammer/judge.ts';
import { seatPeople, type Seat } from './hammer/people.ts';
import { nextShot, pick, seeded, type Shot } from './hammer/requests.ts';
import { openSaboteur } from './hammer/saboteur.ts';

const REQUESTS = 5000;
const POOL_SIZE = 4;
/** More than there are connections. */
const CLIENTS = 16;
const REQUESTS_PER_BLOW = 25;
const SEED = 20_261_121;

/** How PostgreSQL calls what happened to a statement; one that takes too long is cancelled. */
const [KILLED, CANCELLED, LOCK_TIMEOUT] = ['57P01', '57014', '55P03'] as const;

const stack = new AsyncDisposableStack();
let database: TestDatabase;
let admin: pg.Client;
let open: OpenApp;

beforeAll(async () => {
  database = await freshDatabase();
  stack.defer(() => database.drop());
  admin = new pg.Client(database.adminUrl);
  await admin.connect();
  stack.defer(() => admin.end());
  open = await openApp(
    {
      databaseUrl: database.apiUrl,
      temporalAddress: inject('ground').temporalAddress,
      poolSize: POOL_SIZE,
      lockTimeoutMs: 50,
    },
    stack,
  );
});
afterAll(() => stack.disposeAsync());

test('no row of another tenant, no lost connection', { timeout: 900_000 }, async ({ annotate }) => {
  const { pool, errors, outages } = open;
  const random = seeded(SEED);
  const seats = await seatPeople(admin, open.tokens);
  const saboteur = await openSaboteur(database.adminUrl, { random, seats });
  const judge = createJudge(seats);
  const answers: Record<string, number> = {};
  const wrong: string[] = [];
  let [sent, mostConnections] = [0, 0];

  const clients = Array.from({ length: CLIENTS }, async () => {
    while (sent < REQUESTS) {
      if (sent++ % REQUESTS_PER_BLOW === 0) await saboteur.strike();
      const seat = pick(random, seats);
      const shot = nextShot(random, seat, seats);
      const said = await send(seat, shot);
      answers[said.status] = (answers[said.status] ?? 0) + 1;
      const offence = judge.rule(seat, shot, said);
      if (offence) wrong.push(`${shot.method} ${shot.path}: ${said.status} ${offence}: ${said.text}`);
      mostConnections = Math.max(mostConnections, pool.totalCount);
    }
  });
  await Promise.all(clients);
  await saboteur.stop();
  // Shown where the test fails.
  await annotate(JSON.stringify({ seed: SEED, answers, ...saboteur.done, outages, wrong: wrong.length }));

  expect(wrong).toEqual([]);
  expect(errors).toEqual([]);
  // It was a hammer, and most of it went through all the same.
  for (const code of [KILLED, CANCELLED, LOCK_TIMEOUT]) expect(outages[code]).toBeGreaterThan(20);
  for (const status of [404, 409, 412, 422, 503]) expect(answers[status]).toBeGreaterThan(20);
  expect((answers[200] ?? 0) + (answers[201] ?? 0)).toBeGreaterThan(REQUESTS / 2);

  for (const seat of seats)
    expect(await send(seat, { method: 'GET', path: '/v1/tasks/today' })).toMatchObject({ status: 200 });
  expect(await findStrays(judge.told)).toEqual([]);

  expect(mostConnections).toBeLessThanOrEqual(POOL_SIZE);
  expect(pool).toMatchObject({ waitingCount: 0, idleCount: pool.totalCount });
  // Beside them one listens.
  const { rows: backends } = await admin.query(
    `select state from pg_stat_activity where datname = current_database() and usename = 'flux_api'
     and query not in ('listen standing_ended', 'select pg_backend_pid() as pid')`,
  );
  expect(backends).toEqual(Array.from({ length: pool.totalCount }, () => ({ state: 'idle' })));
  const nobody = { role: 'flux_api', org: '', user: '' };
  expect(await settingsOfEveryConnection()).toEqual(Array.from({ length: POOL_SIZE }, () => nobody));
});

async function send(seat: Seat, { method, path, body, headers, orgId }: Shot): Promise<Said> {
  const response = await open.app.request(path, {
    method,
    headers: {
      authorization: `Bearer ${seat.token}`,
      'x-org-id': orgId ?? seat.orgId,
      ...(body && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, text: await response.text() };
}

/** Tasks that somebody was told they have and that are not theirs, or not there; and rows with the mark of another seat. */
async function findStrays(told: ReadonlyMap<string, Seat>): Promise<unknown[]> {
  const rows = [...told].map(([id, { orgId, userId }]) => ({ id, org_id: orgId, user_id: userId }));
  const found = await admin.query(
    `with told as (select * from json_to_recordset($1) as row (id uuid, org_id uuid, user_id uuid)),
     seat as (select org_id, user_id, substring(display_name from '~p\\d+o\\d+~') as mark from profiles)
     select 'told' as what, told.id from told left join tasks t using (id, org_id, user_id) where t.id is null
     union all
     select 'task', t.id from tasks t left join seat using (org_id, user_id)
       where position(mark in title) > 0 is not true or position(mark in description) > 0 is not true
     union all
     select 'event', e.id from task_events e left join tasks t on t.id = task_id
       where (t.org_id, t.user_id) is distinct from (e.org_id, e.user_id)
     union all
     select 'profile', user_id from profiles join members using (org_id, user_id) join seat using (org_id, user_id)
       where (select count(*) from seat other where other.mark = seat.mark) <> 1`,
    [JSON.stringify(rows)],
  );
  return found.rows;
}

/** What each connection would do for the next request. */
async function settingsOfEveryConnection(): Promise<unknown[]> {
  const clients = await Promise.all(Array.from({ length: POOL_SIZE }, () => open.pool.connect()));
  const seen = [];
  for (const client of clients) {
    const { rows } = await client.query(
      `select current_user as role, coalesce(current_setting('app.org_id', true), '') as org,
         coalesce(current_setting('app.user_id', true), '') as "user"`,
    );
    seen.push(...rows);
    client.release();
  }
  return seen;
}
