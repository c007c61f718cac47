// A session of a room by REST: people post, agents answer in turn, and it ends with a reason and a summary.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { httpWorld } from '../../harness/http-world.ts';
import type { Session } from '../../harness/http.ts';
import { PATIENCE } from '../../harness/patience.ts';

const { api, admin } = httpWorld({ worker: 'here' });
let ana: Session;
let roomId: string;

beforeAll(async () => {
  ana = await api.register();
  roomId = (await ana.expect(201, 'POST', '/v1/rooms', { name: 'Move?', topic: 'Whether to move' })).id;
  for (const agent_key of ['sceptic', 'optimist'])
    await ana.expect(201, 'POST', `/v1/rooms/${roomId}/agents`, {
      agent_key,
      name: `The ${agent_key}`,
      persona: 'Brief.',
      tools: ['list_tasks'],
    });
});

const open = (body: object = {}, status = 201) =>
  ana.expect(status, 'POST', `/v1/rooms/${roomId}/sessions`, body);
const read = (id: string) => ana.expect(200, 'GET', `/v1/room-sessions/${id}`);
const said = async (
  id: string,
): Promise<{ kind: string; agent_key: string | null; text: string; why: string }[]> =>
  (await ana.expect(200, 'GET', `/v1/room-sessions/${id}/turns?limit=100`)).turns;
const speakers = async (id: string) => (await said(id)).map(({ kind, agent_key }) => agent_key ?? kind);
const post = (id: string, body: object, status = 201) =>
  ana.expect(status, 'POST', `/v1/room-sessions/${id}/posts`, body);

/** Until it is for the people to go on. */
const quiet = (id: string) =>
  vi.waitFor(async () => expect(await read(id)).toMatchObject({ waits_for_people: true }), PATIENCE);
const ended = (id: string, reason: string) =>
  vi.waitFor(async () => expect(await read(id)).toMatchObject({ status: 'ended', reason }), PATIENCE);

describe('a session', () => {
  test('everybody speaks once, then it is for the people; whoever is addressed answers; a stop ends it', async () => {
    const { id } = await open({ opening: 'Shall I move in spring?' });
    await quiet(id);
    expect(await speakers(id)).toEqual(['post', 'sceptic', 'optimist']);
    expect((await said(id))[1]).toMatchObject({ why: expect.stringContaining('has not spoken') });
    const mine = { post_id: randomUUID(), text: 'What about the rent?', to: 'optimist' };
    const [first, again] = [await post(id, mine), await post(id, mine)];
    expect(again).toEqual(first);
    await post(id, { ...mine, text: 'Other words' }, 409);
    await post(id, { text: 'You?', to: 'nobody' }, 404);
    await vi.waitFor(
      async () => expect((await speakers(id)).slice(3, 5)).toEqual(['post', 'optimist']),
      PATIENCE,
    );
    expect(await ana.expect(202, 'POST', `/v1/room-sessions/${id}/stop`)).toMatchObject({ id });
    await ended(id, 'stopped');
    expect((await read(id)).summary).toContain('What about the rent?');
    await post(id, { text: 'Still there?' }, 409);
    expect(await ana.expect(202, 'POST', `/v1/room-sessions/${id}/stop`)).toMatchObject({ status: 'ended' });
  });

  test('with one agent is a talk of two', async () => {
    const { id, kind } = await open({ agent_key: 'sceptic', opening: 'Hello' });
    expect(kind).toBe('direct');
    await quiet(id);
    await post(id, { text: 'And?' });
    await vi.waitFor(
      async () => expect(await speakers(id)).toEqual(['post', 'sceptic', 'post', 'sceptic']),
      PATIENCE,
    );
    await post(id, { text: 'You?', to: 'optimist' }, 404);
    await open({ agent_key: 'nobody' }, 404);
  });

  test('ends at its limits, the time in which nobody speaks among them', async () => {
    const { id } = await open({ opening: 'One', limits: { turns: 1 } });
    await ended(id, 'turns');
    expect(await speakers(id)).toEqual(['post', 'sceptic']);
    const { id: idle } = await open({ opening: 'Two' });
    await quiet(idle);
    await admin.query(`update room_sessions set last_said_at = now() - interval '31 minutes' where id = $1`, [
      idle,
    ]);
    await post(idle, { text: 'Still here' });
    await vi.waitFor(
      async () => expect((await speakers(idle)).slice(3)).toEqual(['post', 'sceptic', 'optimist']),
      PATIENCE,
    );
  });

  test('begins once, and not where nobody could speak', async () => {
    const wanted = { session_id: randomUUID(), opening: 'Once' };
    expect([(await open(wanted)).id, (await open(wanted)).id]).toEqual([
      wanted.session_id,
      wanted.session_id,
    ]);
    await quiet(wanted.session_id);
    expect(await speakers(wanted.session_id)).toEqual(['post', 'sceptic', 'optimist']);
    const empty = await ana.expect(201, 'POST', '/v1/rooms', { name: 'Empty' });
    expect(await ana.expect(409, 'POST', `/v1/rooms/${empty.id}/sessions`, {})).toMatchObject({
      code: 'NO_AGENTS',
    });
  });
});
