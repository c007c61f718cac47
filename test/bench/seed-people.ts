// Many people at once, written straight into the tables: each with a task for now and the channels of a ladder.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { World } from '../harness/world.ts';
import type { Browser, FarSimulator } from './far-simulator.ts';

export interface SeededPerson {
  orgId: string;
  userId: string;
  taskId: string;
  sessionId: string;
  /** Their browser at the push service. */
  deviceId: string | null;
}

export interface SeedOptions {
  /** The wait after each rung. */
  windowMs: number;
  rungs: 'none' | 'push' | 'all';
}

/** Their reminders count as started, so that no sweep starts them beside the bench. */
export async function seedPeople(
  world: World,
  far: FarSimulator,
  count: number,
  { windowMs, rungs }: SeedOptions,
): Promise<SeededPerson[]> {
  const browsers = rungs === 'none' ? [] : await far.subscribe(count);
  const rows = Array.from({ length: count }, (_, index) => ({
    org_id: randomUUID(),
    user_id: randomUUID(),
    task_id: randomUUID(),
    session_id: randomUUID(),
    window_ms: windowMs,
    phone: rungs === 'all' ? nextNumber() : null,
    ...subscriptionOf(browsers[index]),
  }));
  await insert(world.database.adminUrl, rows);
  await far.openPhones(rows.flatMap(({ phone }) => phone ?? []));
  return rows.map((row) => ({
    orgId: row.org_id,
    userId: row.user_id,
    taskId: row.task_id,
    sessionId: row.session_id,
    deviceId: row.device_id ?? null,
  }));
}

const subscriptionOf = (browser?: Browser) =>
  browser && { device_id: browser.deviceId, endpoint: browser.endpoint, ...browser.keys };

const SEED = `
  with seed as (
    select gen_random_uuid() as id, * from json_to_recordset($1) as row (org_id uuid, user_id uuid, task_id uuid, session_id uuid,
      window_ms int, phone text, endpoint text, p256dh text, auth text)
  ), new_users as (
    insert into users (id, email, password_hash) select user_id, user_id || '@example.com', '' from seed
  ), new_orgs as (
    insert into orgs (id, name, kind) select org_id, 'Personal', 'personal' from seed
  ), new_members as (
    insert into members (org_id, user_id, role) select org_id, user_id, 'owner' from seed
  ), new_profiles as (
    -- Else the reconciler would wake thousands of ladders, whose people had all just changed their settings.
    insert into profiles (org_id, user_id, zone, escalation_window_ms, phone, phone_verified_at, whatsapp_opt_in_at, updated_at)
    select org_id, user_id, 'Europe/Berlin', window_ms, phone, case when phone <> '' then now() end,
      case when phone <> '' then now() end, now() - interval '1 hour' from seed
  ), new_sessions as (
    insert into sessions (id, user_id, expires_at) select session_id, user_id, now() + interval '1 day' from seed
  ), new_phones as (
    insert into verified_phones (phone, key, org_id, user_id) select phone, phone, org_id, user_id from seed where phone <> ''
  ), new_subscriptions as (
    insert into push_subscriptions (id, org_id, user_id, endpoint, p256dh, auth)
    select id, org_id, user_id, endpoint, p256dh, auth from seed where endpoint <> ''
  )
  insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, reminded_generation)
  select task_id, org_id, user_id, 'Run 5 km', now(), 30, 1 from seed`;

async function insert(adminUrl: string, rows: object[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(SEED, [JSON.stringify(rows)]);
  } finally {
    await client.end();
  }
}

let numbers = 0;
/** Numbers that look real and belong to nobody: 555-0100 to 555-0199 of several area codes. */
function nextNumber(): string {
  const index = numbers++;
  return `+1${202 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`;
}
