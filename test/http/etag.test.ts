// Entity tags by REST: what has not changed is not sent again, and a write that names what it saw does nothing to anything else.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Session } from '../harness/http.ts';
import { httpWorld } from '../harness/http-world.ts';

const HOUR_MS = 3_600_000;

const { api } = httpWorld({ worker: 'here' });

const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();

async function newTask(person: Session, hours = 3): Promise<string> {
  const body = { title: 'Run', starts_at: inHours(hours), duration_minutes: 30 };
  return `/v1/tasks/${(await person.expect(201, 'POST', '/v1/tasks', body)).id}`;
}

async function newGoal(person: Session): Promise<{ path: string; draft: { draft: number; hash: string } }> {
  const goal = await person.expect(201, 'POST', '/v1/goals', { wish: 'I want to read more' });
  const { draft, hash } = goal.latest_draft;
  return { path: `/v1/goals/${goal.id}`, draft: { draft, hash } };
}

const tagOf = async (person: Session, path: string): Promise<string> =>
  (await person.call('GET', path)).headers.get('etag')!;

describe('a read', () => {
  test('is answered with 304 and no body while nothing has changed', async () => {
    const ana = await api.register();
    const { path } = await newGoal(ana);
    for (const address of [await newTask(ana), path, `${path}/drafts/1`, `${path}/drafts/latest`]) {
      const { headers, status } = await ana.call('GET', address);
      const etag = headers.get('etag')!;
      expect([address, status, etag]).toEqual([address, 200, expect.stringMatching(/^"[\w-]{22}"$/)]);
      for (const known of [etag, `W/${etag}`, '*', `"other", ${etag}`, `, ,"other",, ${etag} ,`]) {
        const again = await ana.call('GET', address, undefined, { 'if-none-match': known });
        expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', etag]);
      }
      for (const unknown of ['"other"', 'W/"other"', etag.slice(1, -1), ''])
        expect((await ana.call('GET', address, undefined, { 'if-none-match': unknown })).status).toBe(200);
    }
    expect(await tagOf(ana, `${path}/drafts/latest`)).toBe(await tagOf(ana, `${path}/drafts/1`));
  });

  test('has another tag once it shows anything else', async () => {
    const ana = await api.register();
    const path = await newTask(ana);
    const before = await tagOf(ana, path);
    await ana.expect(200, 'POST', `${path}/completion`);
    const after = await ana.call('GET', path, undefined, { 'if-none-match': before });
    expect(after.status).toBe(200);
    expect(after.headers.get('etag')).not.toBe(before);
    expect(await tagOf(ana, await newTask(ana, 50))).not.toBe(before);
  });
});

test('what a write shows of a thing has the tag that a read of it has', async () => {
  const ana = await api.register();
  const body = { title: 'Run', starts_at: inHours(3), duration_minutes: 30 };
  const made = await ana.call('POST', '/v1/tasks', body);
  const path = `/v1/tasks/${made.body.id}`;
  expect(made.headers.get('etag')).toBe(await tagOf(ana, path));
  const cancelled = await ana.call('DELETE', path);
  expect(cancelled.headers.get('etag')).toBe(await tagOf(ana, path));

  const goal = await ana.call('POST', '/v1/goals', { wish: 'I want to read more' });
  const goalPath = `/v1/goals/${goal.body.id}`;
  expect(goal.headers.get('etag')).toBe(await tagOf(ana, goalPath));
  const draft = await ana.call('POST', `${goalPath}/revisions`, { message: 'Later in the day, please' });
  expect(draft.headers.get('etag')).toBe(await tagOf(ana, `${goalPath}/drafts/2`));
  const abandoned = await ana.call('POST', `${goalPath}/abandonment`);
  expect(abandoned.headers.get('etag')).toBe(await tagOf(ana, goalPath));
});

describe('a write', () => {
  const TASK_WRITES: [method: string, path: string, body?: object][] = [
    ['DELETE', ''],
    ['POST', '/completion'],
    ['POST', '/miss'],
    ['POST', '/reschedule', {}],
  ];

  test.each(TASK_WRITES)(
    '%s /v1/tasks/{id}%s does nothing to a task that has changed',
    async (method, more, body) => {
      const ana = await api.register();
      const path = await newTask(ana);
      const stale = await tagOf(ana, path);
      await ana.expect(200, 'POST', `${path}/reschedule`, {});
      const now = await ana.expect(200, 'GET', path);
      const fresh = await tagOf(ana, path);
      const write = (tags: string) => ana.call(method, `${path}${more}`, body, { 'if-match': tags });

      for (const tags of [stale, `W/${fresh}`, '"other"', `${stale}, "other"`])
        expect((await write(tags)).body.code).toBe('PRECONDITION_FAILED');
      for (const noTags of ['', fresh.slice(1), 'other', '*, *'])
        expect((await write(noTags)).body).toMatchObject({
          code: 'BAD_REQUEST',
          errors: [{ path: 'If-Match' }],
        });
      expect(await ana.expect(200, 'GET', path)).toEqual(now);
      expect((await write(`"other", ${fresh}`)).status).toBe(200);
      expect(await tagOf(ana, path)).not.toBe(fresh);
    },
  );

  test('of a goal does nothing to one that has changed', async () => {
    const ana = await api.register();
    const { path, draft } = await newGoal(ana);
    const stale = await tagOf(ana, path);
    const second = await ana.call(
      'POST',
      `${path}/revisions`,
      { message: 'Later, please' },
      { 'if-match': stale },
    );
    expect(second.status).toBe(201);
    const now = await ana.expect(200, 'GET', path);
    for (const [more, body] of [
      ['/approval', draft],
      ['/revisions', { message: 'Earlier, please' }],
      ['/abandonment', undefined],
    ] as const) {
      const refused = await ana.call('POST', `${path}${more}`, body, { 'if-match': stale });
      expect([more, refused.status, refused.body.code]).toEqual([more, 412, 'PRECONDITION_FAILED']);
    }
    expect(await ana.expect(200, 'GET', path)).toEqual(now);
    const { draft: number, hash } = second.body;
    // Empty elements count for nothing (RFC 9110 5.6.1.2).
    const fresh = { 'if-match': `, "other",,${await tagOf(ana, path)},` };
    expect((await ana.call('POST', `${path}/approval`, { draft: number, hash }, fresh)).status).toBe(200);
    expect((await ana.call('POST', `${path}/abandonment`, undefined, { 'if-match': '*' })).status).toBe(200);
  });

  test('of something that is not there, or not mine, is not found', async () => {
    const [ana, ben] = [await api.register(), await api.register()];
    const path = await newTask(ana);
    for (const tags of ['*', '"other"', await tagOf(ana, path)]) {
      expect((await ben.call('DELETE', path, undefined, { 'if-match': tags })).status).toBe(404);
      expect(
        (await ana.call('DELETE', `/v1/tasks/${randomUUID()}`, undefined, { 'if-match': tags })).status,
      ).toBe(404);
    }
  });

  test('of twenty at once that saw the same task one is made', async () => {
    const ana = await api.register();
    const path = await newTask(ana);
    const headers = { 'if-match': await tagOf(ana, path) };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ana.call('DELETE', path, undefined, headers)),
    );
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  test('that is repeated under its key is answered as it was, though its own effect changed the tag', async () => {
    const ana = await api.register();
    const path = await newTask(ana);
    const headers = { 'if-match': await tagOf(ana, path), 'idempotency-key': randomUUID() };
    const first = await ana.call('DELETE', path, undefined, headers);
    const again = await ana.call('DELETE', path, undefined, headers);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    const other = await ana.call('DELETE', path, undefined, { ...headers, 'if-match': '*' });
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED');
    const { 'idempotency-key': _key, ...unkeyed } = headers;
    expect((await ana.call('DELETE', path, undefined, unkeyed)).status).toBe(412);
  });
});
