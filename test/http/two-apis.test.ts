// Two API processes on one database: whoever may come in no more is refused by both within 100 ms, whatever becomes of
// the connection on which that is told; and both together let through hardly more than one limit.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_NEEDS, readConfig } from '../../src/config.ts';
import { freePort } from '../../src/dev/port.ts';
import { startApi } from '../../src/server.ts';
import { openCountedLine, type CountedLine } from '../harness/counted-line.ts';
import { openApi, PASSWORD, type Api, type Session } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';
import { serverProcess, type FluxProcess } from '../harness/processes.ts';

const PROMISED_MS = 100;

const { world, api, admin } = httpWorld();

/** The other process, whose line to the database can be held up. */
let line: CountedLine;
let other: { process: FluxProcess; api: Api; url: string };
beforeAll(async () => {
  line = await openCountedLine(world.database.apiUrl);
  other = await startOther({ API_DATABASE_URL: line.url });
});
afterAll(async () => {
  await other.process.end();
  await line.stop();
});

async function startOther(env: NodeJS.ProcessEnv = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = serverProcess(
    '../../src/server.ts',
    { ...world.env, ...env, PORT: String(port) },
    `${url}/livez`,
  );
  await process.start();
  return { process, url, api: await openApi(url) };
}

/** Somebody's way in, and how it ends, at the process of this test. */
interface Way {
  token: string;
  headers?: Record<string, string>;
  end(): Promise<unknown>;
}

const sessionOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sid;

async function signInAgain({ email }: Session): Promise<{ access: string; refresh: string }> {
  const { body } = await api.call('POST', '/v1/auth/login', { body: { email, password: PASSWORD } });
  return { access: body.access_token, refresh: body.refresh_token };
}

/** A team of two. */
async function teamOf(owner: Session, member: Session): Promise<string> {
  const { id } = await owner.expect(201, 'POST', '/v1/orgs', { name: 'Team' });
  const { token } = await owner.expect(201, 'POST', `/v1/orgs/${id}/invitations`, { email: member.email });
  await member.expect(200, 'POST', '/v1/invitations/acceptance', { token });
  return id;
}

const makeKey = (person: Session, headers: Record<string, string> = {}) =>
  person.call('POST', '/v1/account/api-keys', { name: 'x', scopes: ['tasks:read'] }, headers);

const WAYS: [what: string, open: () => Promise<Way>][] = [
  [
    'signs out',
    async () => {
      const { token } = await api.register();
      return { token, end: () => api.call('POST', '/v1/auth/logout', { token, body: {} }) };
    },
  ],
  [
    'signs out by the refresh token',
    async () => {
      const ana = await api.register();
      const { access, refresh } = await signInAgain(ana);
      return {
        token: access,
        end: () => api.call('POST', '/v1/auth/logout', { body: { refresh_token: refresh } }),
      };
    },
  ],
  [
    'ends that session from another one',
    async () => {
      const ana = await api.register();
      const { access: token } = await signInAgain(ana);
      return { token, end: () => ana.expect(204, 'DELETE', `/v1/account/sessions/${sessionOf(token)}`) };
    },
  ],
  [
    'signs out everywhere',
    async () => {
      const ana = await api.register();
      return { token: ana.token, end: () => ana.expect(204, 'POST', '/v1/auth/logout-everywhere') };
    },
  ],
  [
    'changes the password in another session',
    async () => {
      const ana = await api.register();
      const { access: token } = await signInAgain(ana);
      const change = { current_password: PASSWORD, new_password: 'a much better one' };
      return { token, end: () => ana.expect(204, 'POST', '/v1/auth/password', change) };
    },
  ],
  [
    'has a refresh token that comes back a second time',
    async () => {
      const { access, refresh } = await signInAgain(await api.register());
      const renew = () => api.call('POST', '/v1/auth/refresh', { body: { refresh_token: refresh } });
      await renew();
      await admin.query(
        `update refresh_tokens set rotated_at = rotated_at - interval '1 minute' where session_id = $1`,
        [sessionOf(access)],
      );
      return { token: access, end: renew };
    },
  ],
  [
    'takes back an API key',
    async () => {
      const ana = await api.register();
      const { id, key } = (await makeKey(ana)).body;
      return { token: key, end: () => ana.expect(204, 'DELETE', `/v1/account/api-keys/${id}`) };
    },
  ],
  [
    'is removed from a team',
    async () => {
      const [ana, ben] = [await api.register(), await api.register()];
      const team = await teamOf(ana, ben);
      return {
        token: ben.token,
        headers: { 'X-Org-Id': team },
        end: () => ana.expect(204, 'DELETE', `/v1/orgs/${team}/members/${ben.userId}`),
      };
    },
  ],
  [
    'leaves a team that an API key is for',
    async () => {
      const [ana, ben] = [await api.register(), await api.register()];
      const team = await teamOf(ana, ben);
      const { key } = (await makeKey(ben, { 'X-Org-Id': team })).body;
      const end = () =>
        ben.call('DELETE', `/v1/orgs/${team}/members/${ben.userId}`, undefined, { 'X-Org-Id': team });
      return { token: key, end };
    },
  ],
];

/** A session, a key, a session … */
const openOneOf = (n: number): Promise<Way> => WAYS[n % 2 === 0 ? 0 : 6]![1]();

/** The status of the answer. */
async function today(at: string, { token, headers }: Pick<Way, 'token' | 'headers'>): Promise<number> {
  const answer = await fetch(`${at}/v1/tasks/today`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  await answer.arrayBuffer();
  return answer.status;
}

/** Asks until the other process knows the answer by heart. */
async function becomeKnown(way: Way): Promise<void> {
  const before = await fromMemory();
  for (;;) {
    expect(await today(other.url, way)).toBe(200);
    if ((await fromMemory()) > before) return;
  }
}

async function fromMemory(): Promise<number> {
  const text = await (await fetch(`${other.url}/metrics`)).text();
  return Number(/^flux_standing_checks_total\{answered_by="memory"\} (\d+)/m.exec(text)?.[1] ?? 0);
}

/** How long after the end was answered the last request began that still came in; below zero where none did. */
async function letInAfter(way: Way): Promise<number> {
  let lastMs = -Infinity;
  let isOver = false;
  const asking = (async () => {
    for (;;) {
      const beganMs = performance.now();
      const status = await today(other.url, way);
      if (status === 200) lastMs = beganMs;
      else if (isOver) return;
    }
  })();
  await way.end();
  const endedMs = performance.now();
  isOver = true;
  await asking;
  return lastMs - endedMs;
}

describe('a second process refuses within 100 ms', () => {
  test.each(WAYS)('whoever %s', async (_what, open) => {
    const way = await open();
    await becomeKnown(way);
    expect(await letInAfter(way)).toBeLessThan(PROMISED_MS);
  });

  test('20 of 20, while the connection on which it is told is cut each time', async () => {
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query ~ '^(listen standing_ended|select pg_backend_pid)'`;
    const ways = await Promise.all(Array.from({ length: 20 }, (_, i) => openOneOf(i)));
    for (let first = 0; first < ways.length; first += 4) {
      const some = ways.slice(first, first + 4);
      for (const way of some) await becomeKnown(way);
      const { rowCount } = await admin.query(cut);
      expect(rowCount).toBeGreaterThan(0);
      const lasts = await Promise.all(some.map(letInAfter));
      expect(lasts.filter((ms) => ms >= PROMISED_MS)).toEqual([]);
    }
  });

  test('20 of 20, while that connection hangs', async () => {
    const ways = await Promise.all(Array.from({ length: 20 }, (_, i) => openOneOf(i)));
    for (const way of ways) await becomeKnown(way);
    const release = line.holdListeners();
    const lasts = await Promise.all(ways.map(letInAfter));
    release();
    expect(lasts.filter((ms) => ms >= PROMISED_MS)).toEqual([]);
  });

  test('whoever ends it in the moment in which they are asked for', async () => {
    const ways = await Promise.all(Array.from({ length: 30 }, (_, i) => openOneOf(i)));
    const lasts = await Promise.all(ways.map(letInAfter));
    expect(lasts.filter((ms) => ms >= PROMISED_MS)).toEqual([]);
  });
});

test('two let through what one person may have, and at most a slice each beside it; one that crashes once more', async () => {
  const ana = await api.register();
  const limited = { RATE_LIMITS: 'crud=60/day' };
  const first = await startOther(limited);
  const second = await startApi(readConfig(API_NEEDS, { ...world.env, ...limited, PORT: '0' }));
  const askAtOnce = async (times: number): Promise<number[]> =>
    Promise.all(Array.from({ length: times }, (_, i) => today(i % 2 === 0 ? first.url : second.url, ana)));
  const all = await askAtOnce(40);
  await first.process.kill();
  await first.process.start();
  all.push(...(await askAtOnce(120)));
  await Promise.all([first.process.end(), second.stop()]);
  expect(all.filter((status) => status !== 200 && status !== 429)).toEqual([]);
  const allowed = all.filter((status) => status === 200).length;
  expect(allowed).toBeGreaterThanOrEqual(60);
  expect(allowed).toBeLessThanOrEqual(60 + 3 * 6);
});
