// What the reconciler's minute costs among a million tasks of ten thousand people, and how long 5,000 due starts take.
// `npm run bench -- --only reconcile`, or alone: `node test/bench/reconcile.ts` (with the plans of its queries).
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { createLog } from '../../src/kernel/log.ts';
import { installRuntime } from '../../temporal/runtime.ts';
import { openDatabase } from '../../src/db.ts';
import { asPerson, asSystem, type Ctx, type Person } from '../../src/kernel/context.ts';
import { listStartedReminders } from '../../src/reminders/list-started-reminders.sql.ts';
import { startGround, type Ground } from '../harness/global-setup.ts';
import { openWorld } from '../harness/world.ts';
import type { Figures } from './measures.ts';
import { seedSize } from './sizes/seed-size.ts';
import { SWEEPS } from './sizes/sweeps.ts';

const PEOPLE = 10_000;
const DUE = 5000;

/** A page of 500 rows with what belongs to each; an index of a million rows that is read whole has more. */
const MOST_BUFFERS = 25_000;

/** `explained`: told the plan of each query, as text. Throws where a query reads a table or an index whole. */
export async function runReconcileBench(
  ground: Ground,
  explained: (query: string, plan: string) => void = () => {},
): Promise<Figures> {
  await using parts = new AsyncDisposableStack();
  const world = await openWorld({ ground, worker: 'none', api: 'none' });
  parts.defer(async () => {
    // No API runs here: what is reported of messages reaches nobody.
    world.simulator.takeErrors();
    await world.close();
  });
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  parts.defer(() => admin.end());
  await seedSize(admin, { first: 1, last: PEOPLE });
  for (const statement of DUE_NOW) await admin.query(statement);
  const orm = await openDatabase(world.database.workerUrl);
  parts.defer(() => orm.close());

  const figures: Figures = {};
  const { rows: people } = await admin.query<Person>(
    `select org_id as "orgId", user_id as "userId" from members limit 1`,
  );
  const asOne: Run = (query) =>
    asPerson({ orm, perform: async () => {} }, { ...people[0]!, via: 'system' }, ({ em }) => query(em));
  const asked: [string, Query, Run][] = [
    ...Object.entries(SWEEPS).map(([name, query]): [string, Query, Run] => [
      name,
      query,
      (work) => asSystem(orm, work),
    ]),
    ['started of one person', (em) => listStartedReminders({ em } as Ctx), asOne],
  ];
  for (const [name, query, run] of asked) {
    // The second time everything is in memory, as it is for what runs every minute.
    await explain(run, query);
    const { plan, ms, buffers } = await explain(run, query);
    explained(name, plan);
    const whole = /Seq Scan on (tasks|messages|goals|notification_log|dispatch_log|profiles|members)\b/.exec(
      plan,
    );
    if (whole) throw new Error(`${name} reads ${whole[1]} whole:\n${plan}`);
    if (buffers > MOST_BUFFERS) throw new Error(`${name} reads ${buffers} buffers:\n${plan}`);
    figures[`${name}, ms`] = ms;
    figures[`${name}, buffers`] = buffers;
  }
  // The starts alone are timed, with the ladders that they begin.
  await admin.query(`delete from tasks where title = 'Under way'`);
  await admin.query(`update profiles set reminder_lead_ms = 600000 where reminder_lead_ms > 3600000`);
  await admin.query(NOT_DUE);
  await world.startWorker();
  const startedAt = performance.now();
  await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).trigger('SKIP');
  for (let due = DUE; due > 0; due = await dueOf(admin)) {
    explained('drain', `${due} wait after ${Math.round((performance.now() - startedAt) / 1000)} s`);
    await delay(5000);
  }
  figures['5,000 due starts, s'] = (performance.now() - startedAt) / 1000;
  return figures;
}

type Query = (em: EntityManager) => Promise<unknown>;
type Run = (query: Query) => Promise<unknown>;

interface Explained {
  plan: string;
  ms: number;
  buffers: number;
}

/** Of the very statement that the verb runs; nothing of it is kept. */
async function explain(run: Run, query: Query): Promise<Explained> {
  const undone = new Error('taken back');
  let lines: string[] = [];
  await run(async (em) => {
    const asking = Object.create(em) as EntityManager;
    asking.execute = (async (statement: string, values: unknown[]) => {
      const rows: { 'QUERY PLAN': string }[] = await em.execute(
        `explain (analyze, buffers) ${statement}`,
        values,
      );
      lines = rows.map((row) => row['QUERY PLAN']);
      return [];
    }) as EntityManager['execute'];
    await query(asking);
    throw undone;
  }).catch((error: unknown) => {
    if (error !== undone) throw error;
  });
  const plan = lines.join('\n');
  const [, hit = '0'] = /Buffers: shared hit=(\d+)/.exec(plan) ?? [];
  const [, ms = '0'] = /Execution Time: ([\d.]+)/.exec(plan) ?? [];
  return { plan, ms: Number(ms), buffers: Number(hit) };
}

async function dueOf(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ due: number }>(
    `select count(*)::int as due from tasks join members using (org_id, user_id) where title = 'Due'
       and status in ('pending', 'rescheduled') and reminded_generation is distinct from generation`,
  );
  return rows[0]!.due;
}

/** What a usual day brings within the quarter of an hour of the drain. */
const NOT_DUE = `update tasks set starts_at = starts_at + interval '2 hours' where title <> 'Due' and status in ('pending', 'rescheduled')
  and starts_at < now() + interval '1 hour'`;

/** Everybody in a place of their own. */
const NUMBERED = `(select m.*, row_number() over (order by m.user_id) as n from members m join orgs o on o.id = m.org_id and o.kind = 'personal') one`;

/** Beside a usual day: five thousand reminders that nobody has started, and some thousand that are under way. */
const DUE_NOW = [
  'set session_replication_role = replica',
  `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, created_at)
   select gen_random_uuid(), org_id, user_id, 'Due', now() + n % 600 * interval '1 second', 30, now() - interval '9 days'
   from ${NUMBERED} order by n limit ${DUE}`,
  `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, reminded_generation, created_at)
   select gen_random_uuid(), org_id, user_id, 'Under way', now() - n % 1800 * interval '1 second', 60, 1, now() - interval '9 days'
   from ${NUMBERED} where n % 3 = 0`,
  'set session_replication_role = origin',
  'analyze tasks',
];

if (import.meta.main) {
  installRuntime(createLog({ level: 'warn', process: 'worker' }));
  const ground = await startGround();
  try {
    const figures = await runReconcileBench(ground, (query, plan) =>
      process.stdout.write(`${query}\n${plan}\n\n`),
    );
    for (const [name, value] of Object.entries(figures))
      process.stdout.write(`${name.padEnd(56)}${value.toFixed(1).padStart(12)}\n`);
  } finally {
    await ground.stop();
  }
}
