// How long requests take among so many people: at a steady pace, far from what the machine can do, so that nobody queues.
import autocannon from 'autocannon';
import type pg from 'pg';
import { createAccessTokens } from '../../../src/account/access-token.ts';
import type { World } from '../../harness/world.ts';
import type { Figures } from '../measures.ts';

const CONNECTIONS = 8;
const A_SECOND = 150;
const A_DAY_MS = 24 * 3_600_000;

interface Caller {
  orgId: string;
  userId: string;
  sessionId: string;
  talkId: string;
  token: string;
}

type Request = Pick<autocannon.Request, 'method' | 'path' | 'body'>;

const REQUESTS: Record<string, (caller: Caller) => Request> = {
  today: () => ({ method: 'GET', path: '/v1/tasks/today' }),
  tasks: () => ({ method: 'GET', path: '/v1/tasks?limit=50' }),
  'a long conversation': ({ talkId }) => ({ method: 'GET', path: `/v1/conversations/${talkId}/messages` }),
  'new task': () => ({
    method: 'POST',
    path: '/v1/tasks',
    body: JSON.stringify({
      title: 'Run 5 km',
      starts_at: new Date(Date.now() + (30 + Math.random() * 3000) * A_DAY_MS).toISOString(),
      duration_minutes: 5,
    }),
  }),
};

/** Of whoever was seeded, each in turn. "today, p50" and so on, in milliseconds. Fails where more than one in a hundred is refused. */
export async function timeRequests(world: World, admin: pg.Client, seconds: number): Promise<Figures> {
  const callers = await readCallers(world, admin);
  const figures: Figures = {};
  for (const [name, requestOf] of Object.entries(REQUESTS)) {
    await fire(world, callers, requestOf, 2);
    const { latency, non2xx, errors, ...answered } = await fire(world, callers, requestOf, seconds);
    if (errors > 0 || non2xx > answered['2xx'] / 100)
      throw new Error(`${name}: ${non2xx} refused, ${errors} lost, of ${answered['2xx']}`);
    figures[`${name}, p50`] = latency.p50;
    figures[`${name}, p99`] = latency.p99;
  }
  return figures;
}

function fire(
  world: World,
  callers: Caller[],
  requestOf: (caller: Caller) => Request,
  seconds: number,
): Promise<autocannon.Result> {
  let next = 0;
  const setupRequest = (request: autocannon.Request): autocannon.Request => {
    const caller = callers[next++ % callers.length]!;
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${caller.token}` };
    return { ...request, ...requestOf(caller), headers };
  };
  return autocannon({
    url: world.env['PUBLIC_URL']!,
    connections: CONNECTIONS,
    overallRate: A_SECOND,
    duration: seconds,
    requests: [{ setupRequest }],
  });
}

async function readCallers(world: World, admin: pg.Client): Promise<Caller[]> {
  const tokens = createAccessTokens({
    secret: world.env['TOKEN_SECRET']!,
    issuer: world.env['PUBLIC_URL']!,
  });
  const { rows } = await admin.query<Omit<Caller, 'token'>>(CALLERS);
  return Promise.all(rows.map(async (row) => ({ ...row, token: await tokens.issue(row) })));
}

/** In no order: whoever asks next is somebody else than whose pages were read last. */
const CALLERS = `
  select m.org_id as "orgId", m.user_id as "userId", s.id as "sessionId",
    (select id from conversations where org_id = m.org_id and user_id = m.user_id order by created_at desc limit 1) as "talkId"
  from members m join orgs o on o.id = m.org_id and o.kind = 'personal'
    join sessions s on s.user_id = m.user_id and s.revoked_at is null and s.expires_at > now() + interval '1 day' and s.label = 'Firefox on Linux'
  order by md5(m.user_id::text) limit 2000`;
