// The floor: plain Hono and pg, the same statements, no sign-in, no row security, no limits, no validation.
import { randomUUID } from 'node:crypto';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { DAY_MS, endOfLocalDay, localDayOf, startOfLocalDay } from '../../../src/kernel/time.ts';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
const app = new Hono();

app.get('/today/:org/:user', async (c) => {
  const { org, user } = c.req.param();
  const zone = 'Europe/Berlin';
  const day = localDayOf(Date.now(), zone);
  const [from, to] = [startOfLocalDay(day, zone), endOfLocalDay(day, zone)];
  const values = [new Date(Number(from) - DAY_MS), to, from, org, user];
  const { rows } = await pool.query({ name: 'today', text: TODAY, values });
  return c.json({ tasks: rows });
});

app.post('/tasks/:org/:user', async (c) => {
  const { org, user } = c.req.param();
  const { title, starts_at, duration_minutes } = await c.req.json();
  const values = [org, user, randomUUID(), title, starts_at, duration_minutes, randomUUID()];
  const { rows } = await pool.query({ name: 'create', text: CREATE, values });
  return c.json(rows[0], 201);
});

/** As in src/tasks/list-today.sql.ts, the zone known; there the database finds the owner by its policies. */
const TODAY = `select p.zone, t.id, t.goal_id, t.rule_id, t.title, t.description, t.starts_at, t.duration_minutes, t.status,
    t.generation, t.settled_at, t.settled_via, d.reminder
  from profiles p
  left join tasks t on t.org_id = p.org_id and t.user_id = p.user_id
    and t.starts_at > $1 and t.starts_at < $2 and t.starts_at + t.duration_minutes * interval '1 minute' > $3
    and t.status <> 'cancelled'
  left join lateral (
    select json_agg(json_build_object('step', step, 'state', state, 'reason', reason, 'at', last_sent_at) order by id) as reminder
    from dispatch_log where org_id = t.org_id and task_id = t.id and generation = t.generation) d on true
  where p.org_id = $4 and p.user_id = $5
  order by t.starts_at, t.id`;

/** As in src/tasks/insert-unless-taken.sql.ts: the calendar held, what stands there and elsewhere, the task, its event. */
const CREATE = `
  with me as (
    select zone, reminder_lead_ms, pg_advisory_xact_lock(hashtextextended(user_id::text, 7301966)) from profiles
    where org_id = $1 and user_id = $2 for no key update),
  taken as (
    select title from tasks
    where org_id = $1 and user_id = $2 and status in ('pending', 'rescheduled') and starts_at > $5::timestamptz - interval '24 hours'
      and starts_at < $5::timestamptz + $6 * interval '1 minute' and starts_at + duration_minutes * interval '1 minute' > $5
    union all
    select 'Busy elsewhere' from members m join tasks t on t.org_id = m.org_id and t.user_id = m.user_id
    where m.user_id = $2 and m.org_id <> $1 and status in ('pending', 'rescheduled') and starts_at > $5::timestamptz - interval '24 hours'
      and starts_at < $5::timestamptz + $6 * interval '1 minute' and starts_at + duration_minutes * interval '1 minute' > $5),
  task as (
    insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes)
    select $3, $1, $2, $4, $5, $6 from me where not exists (select from taken)
    on conflict (id) do nothing returning id, org_id, user_id, starts_at, title),
  event as (
    insert into task_events (id, org_id, user_id, task_id, kind, via)
    select $7, org_id, user_id, id, 'created', 'rest' from task)
  select zone, reminder_lead_ms, task.*, (select json_agg(title) from taken) as overlaps,
    exists (select from tasks where id = $3) as is_known
  from me left join task on true`;

serve({ fetch: app.fetch, port: Number(process.env['PORT']), hostname: '127.0.0.1' });
