// People with a week of tasks and a living session each: those whom the requests are made for.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAccessTokens } from '../../../src/account/access-token.ts';
import type { World } from '../../harness/world.ts';

export interface Caller {
  orgId: string;
  userId: string;
  token: string;
}

/** Written straight into the tables; nothing else is to be measured. */
export async function seedCallers(world: World, count: number): Promise<Caller[]> {
  const rows = Array.from({ length: count }, () => ({
    org_id: randomUUID(),
    user_id: randomUUID(),
    session_id: randomUUID(),
  }));
  const client = new pg.Client({ connectionString: world.database.adminUrl });
  await client.connect();
  try {
    await client.query(SEED, [JSON.stringify(rows)]);
    await client.query('analyze');
  } finally {
    await client.end();
  }
  const { TOKEN_SECRET: secret = '', PUBLIC_URL: issuer = '' } = world.env;
  const tokens = createAccessTokens({ secret, issuer });
  return Promise.all(
    rows.map(async ({ org_id: orgId, user_id: userId, session_id: sessionId }) => ({
      orgId,
      userId,
      token: await tokens.issue({ orgId, userId, sessionId }),
    })),
  );
}

/** Four tasks a day for two weeks, a session that lasts. Reminders count as started. */
const SEED = `
  with seed as (select * from json_to_recordset($1) as row (org_id uuid, user_id uuid, session_id uuid)),
  new_users as (insert into users (id, email, password_hash) select user_id, user_id || '@example.com', '' from seed),
  new_orgs as (insert into orgs (id, name, kind) select org_id, 'Personal', 'personal' from seed),
  new_members as (insert into members (org_id, user_id, role) select org_id, user_id, 'owner' from seed),
  new_profiles as (insert into profiles (org_id, user_id, zone) select org_id, user_id, 'Europe/Berlin' from seed),
  new_sessions as (
    insert into sessions (id, user_id, expires_at) select session_id, user_id, now() + interval '1 day' from seed)
  insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, reminded_generation)
  select gen_random_uuid(), org_id, user_id, 'Run 5 km', date_trunc('day', now()) + n * interval '6 hours', 30, 1
  from seed, generate_series(-28, 27) n`;
