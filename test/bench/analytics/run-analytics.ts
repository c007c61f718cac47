// What figures cost among a million tasks of ten thousand people: to read them, beside a row by its key; and to settle a task, beside the
// design in which views are refreshed. `npm run bench -- --only analytics`.
import pg from 'pg';
import type { MikroORM } from '@mikro-orm/postgresql';
import { readOverview } from '../../../src/analytics/read-overview.sql.ts';
import { openDatabase } from '../../../src/db.ts';
import { inOneStatement, type StatementCtx } from '../../../src/kernel/sql.ts';
import type { Ground } from '../../harness/global-setup.ts';
import { apiProcess } from '../../harness/processes.ts';
import { openWorld, type World } from '../../harness/world.ts';
import { quantile, type Figures } from '../measures.ts';
import { seedSize, type Slice } from '../sizes/seed-size.ts';
import { makeBusy, readAskers, type Asker } from './people.ts';
import { asTheSourceHasIt } from './source-design.ts';

const SLICES: Slice[] = [
  { first: 1, last: 100 },
  { first: 101, last: 10_000 },
];
const ASKERS = 2000;
/** Of each kind, in turn with the others: what slows the machine down slows all of them. */
const READS = 6000;
const AT_ONCE = 4;
const UPDATES = 400;
const SOURCE_UPDATES = 2;

/** What nothing here reads is left out: it would take longer to write than all else. */
const isOfTasks = (statement: string): boolean =>
  !/insert into (messages|plan_drafts|specialist_findings|task_events|notification_log|inbound_ids|idempotency_keys|refresh_tokens)\b/.test(
    statement,
  );

/** On a database of its own. Throws where a figure reads all tasks. */
export async function runAnalyticsBench(ground: Ground, say: (message: string) => void): Promise<Figures> {
  await using parts = new AsyncDisposableStack();
  const world = await openWorld({ ground, worker: 'none', api: 'none' });
  parts.defer(() => world.close());
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  parts.defer(() => admin.end());
  const figures: Figures = {};
  for (const slice of SLICES) {
    await seedSize(admin, slice, isOfTasks);
    const { rows } = await admin.query<{ count: number }>('select count(*)::int as count from tasks');
    const size = `of ${rows[0]!.count} tasks`;
    Object.assign(figures, namedBy(`update ${size}`, 'µs', await timeUpdates(admin, UPDATES)));
    const refreshed = await asTheSourceHasIt(admin, () => timeUpdates(admin, SOURCE_UPDATES));
    Object.assign(figures, namedBy(`update ${size}, views refreshed`, 'µs', refreshed));
    say(`analytics, ${size}: ${JSON.stringify(figures)}`);
  }
  await admin.query('vacuum analyze tasks');
  const askers = await readAskers(world, admin, ASKERS);
  const orm = await openDatabase(world.database.apiUrl);
  parts.defer(() => orm.close());
  Object.assign(figures, await timeStatements(orm, askers));
  say(JSON.stringify(figures));
  Object.assign(figures, await timeRequests(world, askers));
  const busy = askers[0]!;
  await makeBusy(admin, busy.actor);
  await admin.query('vacuum analyze tasks');
  const ofBusy = await timeEach(300, 1, [() => overview(orm, busy)]);
  Object.assign(figures, namedBy('statement, overview of who has 10,000', 'µs', ofBusy[0]!));
  say(await explain(admin, askers[1]!));
  return figures;
}

const namedBy = (name: string, unit: string, times: number[]): Figures => ({
  [`${name}, p50 ${unit}`]: 1000 * quantile(times, 0.5),
  [`${name}, p99 ${unit}`]: 1000 * quantile(times, 0.99),
});

/** Of one that is open, each somebody else's: what is done to it by the verb that settles it. Milliseconds. */
async function timeUpdates(admin: pg.Client, count: number): Promise<number[]> {
  const { rows } = await admin.query<{ id: string }>(OPEN, [count + 20]);
  const times: number[] = [];
  for (const { id } of rows) {
    const startedAt = performance.now();
    await admin.query({ name: 'settle', text: SETTLE, values: [id] });
    times.push(performance.now() - startedAt);
    if (times.length > count) break;
  }
  // The first one prepares the statement.
  return times.slice(1);
}

const OPEN = `select id from (select distinct on (user_id) id, user_id from tasks where status = 'pending') each order by md5(id::text) limit $1`;
const SETTLE = `update tasks set status = 'done', settled_at = now(), settled_via = 'rest' where id = $1`;

/** Each kind once, one after the other, `count` times, by so many at once; milliseconds by kind. */
async function timeEach(
  count: number,
  atOnce: number,
  kinds: ((index: number) => Promise<unknown>)[],
): Promise<number[][]> {
  const times = kinds.map((): number[] => []);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++)
      for (const [which, kind] of kinds.entries()) {
        const startedAt = performance.now();
        await kind(index);
        times[which]!.push(performance.now() - startedAt);
      }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return times;
}

const store = (orm: MikroORM) => ({ orm, perform: async () => {} });
const overview = (orm: MikroORM, { actor }: Asker) => inOneStatement(store(orm), actor, readOverview);
const byKey = (orm: MikroORM, { actor, taskId }: Asker) =>
  inOneStatement(store(orm), actor, (ctx: StatementCtx) =>
    ctx.query({ name: 'by_key', text: 'select * from tasks where id = $1', values: [taskId] }),
  );

/** As the routes ask: who acts and one statement, in one round trip. */
async function timeStatements(orm: MikroORM, askers: Asker[]): Promise<Figures> {
  const of = (index: number): Asker => askers[(index * 7) % askers.length]!;
  const kinds = [(index: number) => byKey(orm, of(index)), (index: number) => overview(orm, of(index + 3))];
  await timeEach(200, AT_ONCE, kinds);
  const [keyed, read] = await timeEach(READS, AT_ONCE, kinds);
  return {
    ...namedBy('statement, row by key', 'µs', keyed!),
    ...namedBy('statement, overview', 'µs', read!),
  };
}

/** The API is a process of its own. Fails where anything is refused. */
async function timeRequests(world: World, askers: Asker[]): Promise<Figures> {
  const api = apiProcess(world);
  await api.start();
  const get = async (path: string, { token }: Asker): Promise<void> => {
    const answer = await fetch(`${world.env['PUBLIC_URL']}${path}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  };
  const of = (index: number): Asker => askers[(index * 7) % askers.length]!;
  const kinds = [
    (index: number) => get(`/v1/tasks/${of(index).taskId}`, of(index)),
    (index: number) => get('/v1/tasks/today', of(index)),
    (index: number) => get('/v1/analytics/overview', of(index)),
    (index: number) => get('/v1/analytics/weekly', of(index)),
    (index: number) => get('/v1/analytics/goals', of(index)),
    (index: number) => get('/v1/analytics/hours', of(index)),
    (index: number) => get('/v1/analytics/channels', of(index)),
  ];
  const names = ['task by id', 'today', 'overview', 'weekly', 'goals', 'hours', 'channels'];
  try {
    await timeEach(200, AT_ONCE, kinds);
    const times = await timeEach(READS / 3, AT_ONCE, kinds);
    return Object.assign({}, ...times.map((each, which) => namedBy(`GET ${names[which]}`, 'µs', each)));
  } finally {
    await api.kill();
  }
}

/** The plan of the overview, as the person: along the index of what counts, and never through all tasks. */
async function explain(admin: pg.Client, { actor: { orgId, userId } }: Asker): Promise<string> {
  await admin.query('begin');
  await admin.query(
    `select set_config('app.org_id', $1, true), set_config('app.user_id', $2, true), set_config('role', 'flux_tenant', true)`,
    [orgId, userId],
  );
  let plan = '';
  const query = async ({ text }: { text: string }) => {
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`explain (analyze, buffers) ${text}`);
    plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    return [{ overview: {} }];
  };
  await readOverview({ query } as unknown as StatementCtx);
  await admin.query('rollback');
  if (!/Index Only Scan using tasks_counted/.test(plan) || /Seq Scan on tasks/.test(plan))
    throw new Error(`the overview goes another way:\n${plan}`);
  return plan;
}
