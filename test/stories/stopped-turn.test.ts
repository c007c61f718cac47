// The promise: whoever says stop is heard at once, whoever thinks for them is told, and nothing comes of it later.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startCoachVendor, type CoachVendor } from '../harness/coach-vendor.ts';
import { PATIENCE } from '../harness/patience.ts';
import type { Answer, Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

let vendor: CoachVendor;
let world: World;
let hungUp = 0;
beforeAll(async () => {
  vendor = await startCoachVendor();
  const models = 'openai:gpt-slow';
  const key = { OPENAI_API_KEY: 'not-a-real-key', OPENAI_BASE_URL: vendor.url };
  world = await openWorld({ env: { MODELS_STRONG: models, MODELS_FAST: models, ...key } });
});
afterAll(async () => {
  await world.close();
  await vendor.stop();
});
beforeEach(() => vendor.silent.clear());

interface Turn {
  messageId: string;
  answered: Promise<Answer>;
}

/** Says it, and resolves once a model that keeps silent has been asked. */
async function begin(person: Person, agent: string, message: string, conversation?: string): Promise<Turn> {
  vendor.silent.add(agent);
  const before = vendor.heard.length;
  const messageId = randomUUID();
  const answered = person.call('POST', '/v1/chat/messages', {
    message,
    message_id: messageId,
    ...(conversation && { conversation_id: conversation }),
  });
  await vi.waitFor(
    () => expect(vendor.heard.slice(before).some((one) => one.includes(`<!-- ${agent}, version`))).toBe(true),
    { ...PATIENCE, interval: 20 },
  );
  return { messageId, answered };
}

const stop = (person: Person, { messageId }: Turn) =>
  person.expect(200, 'POST', `/v1/chat/messages/${messageId}/stop`);

test('while a model reads the message', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const turn = await begin(ana, 'orchestrator', 'Remind me to water the plants tomorrow at 18:00');
  const { stopped, reply } = await stop(ana, turn);
  expect([stopped, reply.message]).toEqual([true, 'Stopped. Nothing in your plans and tasks has changed.']);
  // Whoever waits for the answer has it.
  expect((await turn.answered).body).toEqual(reply);
  await vendor.hungUp((hungUp += 1));
  expect((await ana.expect(200, 'GET', '/v1/tasks')).tasks).toEqual([]);
  expect(await stop(ana, turn)).toEqual({ stopped, reply });
  // The conversation goes on.
  vendor.silent.clear();
  expect((await ana.say('How am I doing?', reply.conversation_id)).status).toBe('answered');
});

test('while the plan of a wish is made', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const turn = await begin(ana, 'planner', WISH);
  const { stopped, reply } = await stop(ana, turn);
  expect(stopped).toBe(true);
  expect(reply.message).toMatch(/^Stopped. I have let go of/);
  expect((await turn.answered).body).toEqual(reply);
  await vendor.hungUp((hungUp += 1));
  vendor.silent.clear();
  const goal = await ana.expect(200, 'GET', `/v1/goals/${reply.goal_id}`);
  expect([goal.status, goal.latest_draft]).toEqual(['abandoned', null]);
  // Said again, it is a wish like any other.
  expect((await ana.say(WISH, reply.conversation_id)).proposed_plan.draft).toBe(1);
});

test('while a plan is changed: it can be agreed to as it was', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const shown = await ana.say(WISH);
  const turn = await begin(ana, 'planner', 'Only twice a week, please', shown.conversation_id);
  const { reply } = await stop(ana, turn);
  expect(reply.message).toMatch(/^Stopped. “.+” stays as it was before/);
  expect((await turn.answered).body).toEqual(reply);
  await vendor.hungUp((hungUp += 1));
  vendor.silent.clear();
  const goal = await ana.expect(200, 'GET', `/v1/goals/${shown.goal_id}`);
  expect([goal.status, goal.planning, goal.latest_draft.draft]).toEqual(['negotiating', 'drafted', 1]);
  const { draft, hash } = shown.proposed_plan;
  const approved = await ana.expect(200, 'POST', `/v1/goals/${shown.goal_id}/approval`, { draft, hash });
  expect(approved.tasks).toBeGreaterThan(8);
});

test('while another message waits: that one has its turn', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const first = await ana.say('How am I doing?');
  const turn = await begin(ana, 'orchestrator', 'Hello there', first.conversation_id);
  const second = ana.call('POST', '/v1/chat/messages', {
    message: 'How am I doing?',
    conversation_id: first.conversation_id,
  });
  vendor.silent.clear();
  await stop(ana, turn);
  await vendor.hungUp((hungUp += 1));
  expect((await turn.answered).body.message).toMatch(/^Stopped/);
  expect((await second).body.message).toBe(first.message);
});
