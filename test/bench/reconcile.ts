// What the reconciler's minute costs among a million tasks of ten thousand people, and how long 5,000 due starts take.
// `npm run bench -- --only reconcile`, or alone: `node test/bench/reconcile.ts` (with the plans of its queries).
import { setTimeout as delay } from 'node:timers/promises';
import type { EntityManager } from '@mikro-orm/postgresql';
import pg from 'pg';
import { createLog } from '../../src/kernel/log.ts';
import { installRuntime } from '../../temporal/runtime.ts';
import { openDatabase } from '../../src/db.ts';
import { asPerson, asSystem, type Ctx, type Person } from '../../src/kernel/context.ts';
import { findChangedProfiles } from '../../src/reconciler/find-changed-profiles.sql.ts';
import { findDecidedGoals } from '../../src/reconciler/find-decided-goals.sql.ts';
import { findDueTasks } from '../../src/reconciler/find-due-tasks.sql.ts';
import { findHeard } from '../../src/reconciler/find-heard.sql.ts';
import { findNegotiatingGoals } from '../../src/reconciler/find-negotiating-goals.sql.ts';
import { findUnansweredMessages } from '../../src/reconciler/find-unanswered-messages.sql.ts';
import type { Position } from '../../src/reconciler/in-pages.ts';
import { parkTasks } from '../../src/reconciler/park-tasks.sql.ts';
import { takeUpTasks } from '../../src/reconciler/take-up-tasks.sql.ts';
import { listStartedReminders } from '../../src/reminders/list-started-reminders.sql.ts';
import { markRemindersStarted } from '../../src/reminders/mark-reminders-started.sql.ts';
import { SOON_MS } from '../../src/tasks/reminder-due.ts';
import { startGround, type Ground } from '../harness/global-setup.ts';
import { openWorld } from '../harness/world.ts';
import type { Figures } from './measures.ts';

const PEOPLE = 10_000;
const TASKS_EACH = 100;
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
  parts.defer(() => world.close());
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  parts.defer(() => admin.end());
  for (const statement of SEED) await admin.query(statement);
  const orm = await openDatabase(world.database.workerUrl);
  parts.defer(() => orm.close());

  const figures: Figures = {};
  const { rows: people } = await admin.query<Person>(
    `select org_id as "orgId", user_id as "userId" from members limit 1`,
  );
  const asOne: Run = (query) =>
    asPerson({ orm, perform: async () => {} }, { ...people[0]!, via: 'system' }, ({ em }) => query(em));
  const asked: [string, Query, Run][] = [
    ...Object.entries(QUERIES).map(([name, query]): [string, Query, Run] => [
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
    const whole = /Seq Scan on (tasks|messages|goals|notification_log|profiles|members)\b/.exec(plan);
    if (whole) throw new Error(`${name} reads ${whole[1]} whole:\n${plan}`);
    if (buffers > MOST_BUFFERS) throw new Error(`${name} reads ${buffers} buffers:\n${plan}`);
    figures[`${name}, ms`] = ms;
    figures[`${name}, buffers`] = buffers;
  }
  // The starts alone are timed, with the ladders that they begin.
  await admin.query(`delete from tasks where title = 'Under way'`);
  await admin.query(`update profiles set reminder_lead_ms = 600000 where reminder_lead_ms > 3600000`);
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

const FIRST: Position = { at: new Date(0), id: '00000000-0000-0000-0000-000000000000' };
/** As far as whoever looks for what changed goes back (src/reconciler/lately.ts). */
const LATELY: Position = { ...FIRST, at: new Date(Date.now() - 2 * 3_600_000) };
const now = () => new Date();

type Query = (em: EntityManager) => Promise<unknown>;
type Run = (query: Query) => Promise<unknown>;

const QUERIES: Record<string, Query> = {
  'due reminders': (em) => findDueTasks(em, { state: 'to_start', soonMs: SOON_MS, after: FIRST }),
  'dead reminders': (em) => findDueTasks(em, { state: 'started', soonMs: SOON_MS, after: FIRST }),
  'unanswered messages': (em) => findUnansweredMessages(em, { before: now(), after: FIRST }),
  'halted negotiations': (em) => findNegotiatingGoals(em, { before: now(), after: FIRST }),
  'decided goals': (em) => findDecidedGoals(em, LATELY),
  'changed profiles': (em) => findChangedProfiles(em, LATELY),
  'heard messages': (em) =>
    findHeard(
      em,
      Array.from({ length: 1000 }, (_, index) => `SM${index * 50}`),
    ),
  'take up': takeUpTasks,
  park: (em) => parkTasks(em, [FIRST.id]),
  'mark as started': (em) => markRemindersStarted(em, [{ taskId: FIRST.id, generation: 1 }]),
};

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

// Half of the tasks lie behind and are done, half are to come. One person in ten wants to know two hours ahead or more,
// one in fifty has left. Some thousand reminders are under way.
const SEED = [
  `set session_replication_role = replica`,
  `create temporary table people as select n, gen_random_uuid() as org_id, gen_random_uuid() as user_id
   from generate_series(1, ${PEOPLE}) n`,
  `insert into orgs (id, name, kind) select org_id, 'Personal', 'personal' from people`,
  `insert into users (id, email, password_hash) select user_id, user_id || '@example.com', '' from people`,
  `insert into members (org_id, user_id, role, created_at)
   select org_id, user_id, 'owner', now() - n % 365 * interval '1 day' from people where n % 50 <> 0`,
  `insert into profiles (org_id, user_id, zone, reminder_lead_ms, updated_at)
   select org_id, user_id, 'UTC', case when n % 10 = 0 then 7200000 + n * 1000 else 600000 end,
     now() - n * interval '1 minute' from people`,
  `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status, created_at)
   select gen_random_uuid(), org_id, user_id, 'Run', now() + (day - 50) * interval '1 day' + n % 720 * interval '1 minute' + interval '2 hours',
     30, case when day < 50 and (n % 50 <> 0 or day < 40) then 'done' else 'pending' end, now() - interval '90 days'
   from people, generate_series(0, ${TASKS_EACH - 1}) day`,
  `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, created_at)
   select gen_random_uuid(), org_id, user_id, 'Due', now() + n % 600 * interval '1 second', 30, now() - interval '9 days'
   from people where n % 50 <> 0 order by n limit ${DUE}`,
  `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, reminded_generation, created_at)
   select gen_random_uuid(), org_id, user_id, 'Under way', now() - n % 1800 * interval '1 second', 60, 1, now() - interval '9 days'
   from people where n % 3 = 0`,
  `create temporary table talks as select gen_random_uuid() as id, org_id, user_id, n from people`,
  `insert into conversations (id, org_id, user_id) select id, org_id, user_id from talks`,
  `insert into messages (id, org_id, user_id, conversation_id, role, text, created_at)
   select gen_random_uuid(), org_id, user_id, id, 'user', 'hello', now() - k * interval '1 hour' from talks, generate_series(1, 20) k`,
  `insert into goals (id, org_id, user_id, conversation_id, wish, title, status, planning, created_at, updated_at)
   select gen_random_uuid(), org_id, user_id, id, 'Run', 'Run', case when k = 1 then 'negotiating' else 'active' end, 'drafted',
     now() - n * interval '1 minute', now() - n * interval '1 minute' from talks, generate_series(1, 5) k`,
  `insert into notification_log (id, org_id, user_id, direction, channel, event, external_id)
   select gen_random_uuid(), org_id, user_id, 'in', 'whatsapp', 'reply', 'SM' || n * 20 + k from people, generate_series(0, 19) k`,
  `set session_replication_role = origin`,
  `analyze`,
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
