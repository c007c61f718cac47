// The promise: what was said is answered and what was wished for is planned, also where Temporal never heard of it.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

let world: World;
let admin: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await world.close();
});

/** As an API leaves it that died between the commit and its call of Temporal, two minutes ago. */
async function left(
  table: 'conversations' | 'messages' | 'goals',
  row: Record<string, unknown>,
): Promise<string> {
  const whole = { id: randomUUID(), created_at: new Date(Date.now() - 120_000), ...row };
  const names = Object.keys(whole);
  const places = names.map((_, index) => `$${index + 1}`);
  await admin.query(
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(whole),
  );
  return whole.id;
}

async function ownerOf(person: Person): Promise<Record<string, unknown>> {
  const { rows } = await admin.query(
    'select org_id, user_id from profiles join users u on u.id = user_id where u.email = $1',
    [person.email],
  );
  return rows[0];
}

const look = () =>
  world.temporal.client.workflow.execute('reconciler', {
    taskQueue: world.taskQueue,
    workflowId: `look-${randomUUID()}`,
  });

/** What is at `path` once it is as `isThere` says. */
async function once(
  person: Person,
  path: string,
  isThere: (answer: Answer) => boolean,
): Promise<Answer['body']> {
  let answer: Answer | undefined;
  await vi.waitUntil(async () => {
    answer = await person.call('GET', path);
    return isThere(answer);
  }, PATIENCE);
  return answer?.body;
}

/** The reply to each, the earliest first. */
const answersIn = async (person: Person, conversation: string): Promise<string[]> =>
  (await person.expect(200, 'GET', `/v1/conversations/${conversation}/messages?limit=100`)).messages
    .filter(({ role }: { role: string }) => role === 'assistant')
    .map(({ message }: { message: string }) => message)
    .toReversed();

test('what was said in one conversation is answered in the order in which it was said', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const owner = await ownerOf(ana);
  const conversation_id = await left('conversations', owner);
  const leave = (text: string, secondsAgo: number) =>
    left('messages', {
      ...owner,
      conversation_id,
      role: 'user',
      text,
      awaits: 'reply',
      created_at: new Date(Date.now() - secondsAgo * 1000),
    });

  await leave('Remind me to water the plants tomorrow at 08:00', 120);
  const hours = [9, 10, 11, 12, 13, 14, 15, 16];
  for (const hour of hours) await leave(`Move water the plants to tomorrow at ${hour}:00`, 120 - hour);
  await look();
  await vi.waitUntil(async () => (await answersIn(ana, conversation_id)).length === 9, PATIENCE);
  expect(await answersIn(ana, conversation_id)).toEqual([
    expect.stringContaining('at 08:00'),
    ...hours.map((hour) => expect.stringContaining(`at ${String(hour).padStart(2, '0')}:00`)),
  ]);
  const [task] = (await ana.expect(200, 'GET', '/v1/tasks')).tasks;
  expect(task.starts_at).toContain('T16:00');

  // And by a door, whose words have others before them that nobody works at.
  const earlier = await leave('Move water the plants to tomorrow at 17:00', 10);
  await ana.say('Move water the plants to tomorrow at 18:00', conversation_id);
  expect((await ana.expect(200, 'GET', `/v1/chat/messages/${earlier}/reply`)).message).toContain('17:00');
  expect((await ana.expect(200, 'GET', `/v1/tasks/${task.id}`)).starts_at).toContain('T18:00');
});

test('a message, a wish, and a wish for another plan', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const owner = await ownerOf(ana);
  const conversation_id = await left('conversations', owner);
  const said = { ...owner, conversation_id, role: 'user' };

  const question = await left('messages', { ...said, text: 'How am I doing?', awaits: 'reply' });
  const wish = await left('goals', {
    ...owner,
    conversation_id,
    wish: 'Run 5 km in six weeks',
    title: 'Run',
  });
  await look();
  const reply = await once(ana, `/v1/chat/messages/${question}/reply`, ({ status }) => status === 200);
  expect(reply.message).toMatch(/\w/);
  const goal = `/v1/goals/${wish}`;
  const drafted = await once(ana, goal, ({ body }) => body.latest_draft !== null);
  expect(drafted.latest_draft.draft).toBe(1);

  const change = { text: 'Only on weekends, please', goal_id: wish, awaits: 'draft' };
  await left('messages', { ...said, ...change });
  await world.temporal.client.workflow.getHandle(`goal/${wish}`).terminate('by hand');
  await vi.waitUntil(async () => {
    await look();
    return (await ana.call('GET', goal)).body.latest_draft.draft === 2;
  }, PATIENCE);
  // Whoever looks again makes no third one of it.
  await look();
  expect((await ana.expect(200, 'GET', goal)).latest_draft.draft).toBe(2);
});
