// The promise: who wants to be forgotten is, once they no longer take it back: everywhere, and nobody else loses anything.
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PATIENCE } from '../harness/patience.ts';
import { PASSWORD } from '../harness/person.ts';
import { placesOf, rowsOf } from '../harness/traces.ts';
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

const receiptOf = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** Resolves once it is over. */
const erased = async (url: string) =>
  vi.waitFor(async () => {
    const { body } = await receiptOf(url);
    expect(body.state).toBe('done');
    return body;
  }, PATIENCE);

test('an account is erased at once, and its e-mail address and number are free again', async () => {
  const ana = await world.person('Ana');
  const me = await ana.expect(200, 'GET', '/v1/auth/me');
  await ana.say('Remind me to water the plants tomorrow at 18:00');
  const task = await ana.plan('Run 5 km');
  await ana.answerCall('1');
  await ana.expectTask(task, 'done');
  // Nobody who found a session open does it at once.
  const refused = await ana.call('POST', '/v1/me/erasure', { waive: true });
  expect([refused.status, refused.body.code]).toEqual([403, 'REAUTHENTICATION_NEEDED']);
  const asked = await ana.expect(202, 'POST', '/v1/me/erasure', { waive: true, password: PASSWORD });
  const receipt = await erased(asked.receipt_url);
  expect(JSON.stringify(receipt)).not.toContain(me.user.id);
  expect((await ana.call('GET', '/v1/me/erasure')).status).toBe(401);
  const again = await world.person('Ana', { number: ana.number });
  expect((await again.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
});

test('asked for twice at once it is one erasure; no word of theirs is left in any table, nobody else loses a row', async () => {
  const [ana, ben] = [await world.person('Ana'), await world.person('Ben', { channels: [] })];
  const [me, his] = [
    await ana.expect(200, 'GET', '/v1/auth/me'),
    await ben.expect(200, 'GET', '/v1/auth/me'),
  ];
  for (const person of [ana, ben]) await person.plan('Feed the zebrafish', 86_400);
  await ana.say('I want to learn the contrabassoon, three mornings a week');
  const words = [me.user.id, me.organisation.id, ana.email, ana.number, 'contrabassoon'];
  expect((await placesOf(admin, words)).length).toBeGreaterThan(10);
  const before = await rowsOf(admin, his.user.id);
  expect(before['tasks']).toHaveLength(1);
  const ask = () => ana.expect(202, 'POST', '/v1/me/erasure', { waive: true, password: PASSWORD });
  const [one, other] = await Promise.all([ask(), ask()]);
  expect(one.id).toBe(other.id);
  await erased(one.receipt_url);
  expect(await placesOf(admin, words)).toEqual([]);
  expect(await rowsOf(admin, his.user.id)).toEqual(before);
});
