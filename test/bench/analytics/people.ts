// Some of those who were seeded, with a token each: whose figures are read, and whose tasks are settled.
import type pg from 'pg';
import { createAccessTokens } from '../../../src/account/access-token.ts';
import type { Actor } from '../../../src/kernel/context.ts';
import type { World } from '../../harness/world.ts';

export interface Asker {
  actor: Actor;
  token: string;
  /** One of theirs. */
  taskId: string;
}

export async function readAskers(world: World, admin: pg.Client, count: number): Promise<Asker[]> {
  const { TOKEN_SECRET: secret = '', PUBLIC_URL: issuer = '' } = world.env;
  const tokens = createAccessTokens({ secret, issuer });
  const { rows } = await admin.query<Row>(ASKERS, [count]);
  return Promise.all(
    rows.map(async ({ orgId, userId, sessionId, taskId }) => ({
      actor: { orgId, userId, via: 'rest' as const },
      token: await tokens.issue({ orgId, userId, sessionId }),
      taskId,
    })),
  );
}

interface Row {
  orgId: string;
  userId: string;
  sessionId: string;
  taskId: string;
}

/** In no order: whoever asks next is somebody else than whose pages were read last. */
const ASKERS = `
  select m.org_id as "orgId", m.user_id as "userId", s.id as "sessionId",
    (select id from tasks where org_id = m.org_id and user_id = m.user_id order by md5(id::text) limit 1) as "taskId"
  from members m join orgs o on o.id = m.org_id and o.kind = 'personal'
    join sessions s on s.user_id = m.user_id and s.revoked_at is null and s.expires_at > now() + interval '1 day' and s.label = 'Firefox on Linux'
  order by md5(m.user_id::text) limit $1`;

/** Ten thousand done and missed over ten years, for one of them; as the owner of the tables. */
export const makeBusy = (admin: pg.Client, { orgId, userId }: Actor): Promise<unknown> =>
  admin.query(
    `insert into tasks (id, org_id, user_id, title, starts_at, duration_minutes, status, settled_at, settled_via, reminded_generation)
     select gen_random_uuid(), $1, $2, 'Run 5 km', at, 30, case when n % 5 = 0 then 'missed' else 'done' end, at, 'rest', 1
     from generate_series(1, 10000) n, lateral (select now() - n * interval '8 hours 45 minutes' as at) moment`,
    [orgId, userId],
  );
