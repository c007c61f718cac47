// The calendar's address by REST: who may read there, what stands there, and that no other opens anything.
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Answer, Session } from '../../harness/http.ts';
import { httpWorld } from '../../harness/http-world.ts';
import { readByIcalJs, readByNodeIcal, type ReadEvent } from '../../harness/read-calendar.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FEED = '/v1/account/calendar-feed';

const { api, admin, world } = httpWorld();

const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

/** Its path. */
async function openFeed(person: Session): Promise<string> {
  const { url } = await person.expect(201, 'POST', FEED);
  expect(url).toMatch(/^http.*\/v1\/calendar\/[\w-]{43}\.ics$/);
  return new URL(url).pathname;
}

const newTask = (person: Session, title: string, starts_at: string) =>
  person.expect(201, 'POST', '/v1/tasks', { title, starts_at, duration_minutes: 30, force: true });

/** By both readers, once they agree. */
async function read(path: string): Promise<ReadEvent[]> {
  const { status, body } = await api.call('GET', path);
  expect(status).toBe(200);
  const events = readByIcalJs(body);
  expect(readByNodeIcal(body)).toEqual(events);
  return events;
}

const titles = async (path: string): Promise<string[]> => (await read(path)).map(({ title }) => title);

test('shows the tasks around now, each under the same name for ever, and nothing but its title', async () => {
  const ana = await api.register({ zone: 'America/New_York' });
  const path = await openFeed(ana);
  const run = await newTask(ana, 'Run; with "Ben", \\o/ 👟', '2026-12-01T23:30:00-05:00');
  await admin.query("update tasks set description = 'My secret' where id = $1", [run.id]);
  for (const days of [-40, -20, 80, 100]) await newTask(ana, `${days} days`, inDays(days));
  await admin.query(`update tasks set starts_at = now() + interval '1 day' where id = $1`, [run.id]);
  const [first] = await read(path);
  expect(first).toMatchObject({ uid: run.id, title: 'Run; with "Ben", \\o/ 👟', status: 'CONFIRMED' });
  expect(await titles(path)).toEqual(['Run; with "Ben", \\o/ 👟', '80 days', '-20 days']);
  const { body, headers } = await api.call('GET', path);
  expect(headers.get('content-type')).toBe('text/calendar; charset=utf-8');
  expect(headers.get('cache-control')).toBe('private, max-age=900');
  for (const secret of ['My secret', ana.email, ana.userId, 'New_York']) expect(body).not.toContain(secret);
});

test('a move counts on, done has its mark, cancelled is told for a week', async () => {
  const ana = await api.register();
  const path = await openFeed(ana);
  const { id } = await newTask(ana, 'Run', inDays(1));
  const before = (await read(path))[0]!;
  const to = inDays(2);
  await ana.expect(200, 'POST', `/v1/tasks/${id}/reschedule`, { starts_at: to });
  const moved = (await read(path))[0]!;
  expect([moved.uid, moved.start]).toEqual([before.uid, `${to.slice(0, 19)}.000Z`]);
  expect(moved.sequence).toBeGreaterThan(before.sequence);
  expect(Date.parse(moved.stamp)).toBeGreaterThanOrEqual(Date.parse(before.stamp));
  await ana.expect(200, 'POST', `/v1/tasks/${id}/completion`);
  expect(await titles(path)).toEqual(['✓ Run']);
  await ana.expect(200, 'POST', `/v1/tasks/${id}/reopening`);
  await ana.expect(200, 'DELETE', `/v1/tasks/${id}`);
  const cancelled = (await read(path))[0]!;
  expect(cancelled).toMatchObject({ uid: id, title: 'Run', status: 'CANCELLED' });
  expect(cancelled.sequence).toBeGreaterThan(moved.sequence);
  await admin.query('alter table tasks disable trigger user');
  await admin.query(`update tasks set updated_at = now() - interval '9 days' where id = $1`, [id]);
  await admin.query('alter table tasks enable trigger user');
  expect(await read(path)).toEqual([]);
});

test("a rule's occurrences stand there one by one, at their time of day on both sides of a change of clocks", async () => {
  const ana = await api.register({ zone: 'Europe/Berlin' });
  const path = await openFeed(ana);
  const rule = { title: 'Bins', rrule: 'FREQ=DAILY', time: '08:00', duration_minutes: 5, force: true };
  await ana.expect(201, 'POST', '/v1/task-rules', rule);
  const events = await read(path);
  const tasks = await ana.expect(200, 'GET', '/v1/tasks?limit=100');
  expect(events.length).toBeGreaterThan(50);
  expect(new Set(events.map(({ uid }) => uid)).size).toBe(events.length);
  for (const { id, starts_at, starts_local } of tasks.tasks) {
    expect(events.find(({ uid }) => uid === id)?.start).toBe(starts_at);
    expect(starts_local.slice(11)).toBe('08:00');
  }
});

test('what has not changed is not sent again', async () => {
  const ana = await api.register();
  const path = await openFeed(ana);
  const { id } = await newTask(ana, 'Run', inDays(1));
  const first = await api.call('GET', path);
  const etag = first.headers.get('etag')!;
  const ask = () => api.call('GET', path, { headers: { 'if-none-match': etag } });
  const again = await ask();
  expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
  expect(again.headers.get('cache-control')).toBe('private, max-age=900');
  await ana.expect(200, 'PATCH', `/v1/tasks/${id}`, { title: 'Swim' });
  expect((await ask()).status).toBe(200);
  const head = await fetch(`${world.env['PUBLIC_URL']}${path}`, { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

/** What tells one refusal from another, if anything does. */
const shape = ({ status, headers, body }: Answer) => ({
  status,
  body: { ...body, request_id: null },
  names: [...headers.keys()].filter((name) => !name.startsWith('ratelimit')).toSorted(),
  cached: headers.get('cache-control'),
});

describe('an address that opens nothing', () => {
  test('is refused as any other that opens nothing', async () => {
    const ana = await api.register();
    const first = await openFeed(ana);
    const second = await openFeed(ana);
    const secret = randomBytes(32).toString('base64url');
    const nothing = shape(await api.call('GET', `/v1/calendar/${secret}.ics`));
    expect(nothing).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' }, cached: 'no-store' });
    for (const path of [
      first,
      second.replace('.ics', ''),
      second.slice(0, -5),
      `${second}x`,
      '/v1/calendar/x.ics',
      '/v1/calendar/%00.ics',
      `/v1/calendar/${'x'.repeat(2000)}.ics`,
      `/v1/calendar/${encodeURIComponent(`' or true --`)}.ics`,
    ])
      expect([path, shape(await api.call('GET', path))]).toEqual([path, nothing]);
    expect(await read(second)).toEqual([]);
  });

  test('once it was taken back, and it does not come back to life', async () => {
    const ana = await api.register();
    expect((await ana.call('GET', FEED)).status).toBe(404);
    const path = await openFeed(ana);
    const { created_at } = await ana.expect(200, 'GET', FEED);
    expect(Date.now() - Date.parse(created_at)).toBeLessThan(DAY_MS);
    await ana.expect(204, 'DELETE', FEED);
    expect((await api.call('GET', path)).status).toBe(404);
    expect((await ana.call('DELETE', FEED)).status).toBe(404);
    expect((await ana.call('GET', FEED)).status).toBe(404);
    const next = await openFeed(ana);
    expect([(await api.call('GET', path)).status, (await api.call('GET', next)).status]).toEqual([404, 200]);
  });

  test('once its person has left the organisation', async () => {
    const ana = await api.register();
    const ben = await api.register();
    const team = await ana.expect(201, 'POST', '/v1/orgs', { name: 'The team' });
    const inTeam = { 'x-org-id': team.id };
    const invited = await ana.expect(201, 'POST', `/v1/orgs/${team.id}/invitations`, {
      email: ben.email,
      role: 'member',
    });
    await ben.expect(200, 'POST', '/v1/invitations/acceptance', { token: invited.token });
    const { url } = (await ben.call('POST', FEED, undefined, inTeam)).body;
    const path = new URL(url).pathname;
    await ben.call(
      'POST',
      '/v1/tasks',
      { title: 'For the team', starts_at: inDays(1), duration_minutes: 30 },
      inTeam,
    );
    expect(await titles(path)).toEqual(['For the team']);
    // What is theirs elsewhere has an address of its own.
    expect(await read(await openFeed(ben))).toEqual([]);
    await ana.expect(204, 'DELETE', `/v1/orgs/${team.id}/members/${ben.userId}`);
    expect((await api.call('GET', path)).status).toBe(404);
  });
});

test('no more than the hash is kept, and keys cannot make one', async () => {
  const ana = await api.register();
  const path = await openFeed(ana);
  const secret = path.split('/').at(-1)!.replace('.ics', '');
  const { rows } = await admin.query('select * from calendar_feeds where user_id = $1', [ana.userId]);
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(secret);
  const scopes = ['tasks:read', 'tasks:write', 'account:read', 'account:write'];
  const { key } = await ana.expect(201, 'POST', '/v1/account/api-keys', { name: 'A machine', scopes });
  expect((await api.call('POST', FEED, { token: key })).body.code).toBe('INSUFFICIENT_SCOPE');
});

test('two who make one at once leave one that opens', async () => {
  const ana = await api.register();
  const paths = await Promise.all([openFeed(ana), openFeed(ana), openFeed(ana)]);
  const said = await Promise.all(paths.map(async (path) => (await api.call('GET', path)).status));
  expect(said.filter((status) => status === 200)).toHaveLength(1);
  expect(said.filter((status) => status === 404)).toHaveLength(2);
});
