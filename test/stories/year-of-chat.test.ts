// The promise: a conversation may go on for a year. What Temporal keeps of it, and what a model is given of it, stays as
// small as in its first week, and what was decided in the first is known in the last. Counted; no clock decides.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { MOST } from '../../src/chat/context-window.ts';
import { readSituation, type Seen } from '../../src/chat/read-situation.sql.ts';
import { openDatabase } from '../../src/db.ts';
import { inOneStatement } from '../../src/kernel/sql.ts';
import { estimateTokens } from '../../src/llm/token-estimate.ts';
import { startTemporal, type TemporalServer } from '../../temporal/server.ts';
import type { Person } from '../harness/person.ts';
import { openWorld, type World } from '../harness/world.ts';

/** From so many events on the server wants a new run: a real one waits for four thousand. */
const SUGGESTED = 120;
/** A turn and what it leaves open, beyond that. */
const ONE_TURN = 40;
const MONTHS = 12;
/** What is said in each. */
const SAID = [
  'How am I doing?',
  'Remind me to water the plants tomorrow at 9 am',
  'What is on tomorrow?',
  'Move the plants to 10 am',
  'Cancel the plants tomorrow',
  'yes',
  'Thanks!',
];

let directory: string;
let temporal: TemporalServer;
let world: World;
let admin: pg.Client;
let orm: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  const ground = inject('ground');
  directory = await mkdtemp(join(tmpdir(), 'flux-year-'));
  const dynamicConfig = [`limit.historyCount.suggestContinueAsNew=${SUGGESTED}`];
  temporal = await startTemporal({ cli: ground.temporalCli, directory, durable: false, dynamicConfig });
  world = await openWorld({ ground: { ...ground, temporalAddress: temporal.address } });
  admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  orm = await openDatabase(world.database.workerUrl, { poolSize: 1 });
});
afterAll(async () => {
  await Promise.all([admin.end(), orm.close()]);
  await world.close();
  await temporal.stop();
  await rm(directory, { recursive: true, force: true });
});

/** How many events each run of the conversation has, the newest first. */
async function eventsOf(workflowId: string): Promise<number[]> {
  const counts: number[] = [];
  const { workflow } = world.temporal.client;
  let { runId } = await workflow.getHandle(workflowId).describe();
  for (;;) {
    const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
    counts.push(events?.length ?? 0);
    const before = events?.[0]?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
    if (!before) return counts;
    runId = before;
  }
}

/** All that was said so far lies a month further back. */
const letAMonthPass = (conversation: string) =>
  admin.query(
    `update messages set created_at = created_at - interval '30 days 8 hours' where conversation_id = $1`,
    [conversation],
  );

/** What the turn of the newest message would be given. */
async function given(conversation: string): Promise<Seen> {
  const { rows } = await admin.query<{ id: string; org_id: string; user_id: string }>(
    `update messages set awaits = 'reply' where id = (select id from messages
       where conversation_id = $1 and role = 'user' order by created_at desc, id desc limit 1) returning id, org_id, user_id`,
    [conversation],
  );
  const { id: messageId, org_id: orgId, user_id: userId } = rows[0]!;
  const turn = { orgId, userId, conversationId: conversation, messageId };
  const store = { orm, perform: async () => undefined };
  const actor = { orgId, userId, via: 'chat' as const };
  const seen = await inOneStatement(store, actor, (ctx) => readSituation(ctx, turn));
  await admin.query('update messages set awaits = null where id = $1', [messageId]);
  if (seen === 'answered' || 'opened' in seen) throw new Error('nothing is asked');
  return seen;
}

async function liveAMonth(person: Person, conversation: string): Promise<void> {
  for (const message of SAID) await person.say(message, conversation);
  await letAMonthPass(conversation);
}

test('a year of it', async () => {
  const ana = await world.person('Ana', { channels: [] });
  const first = await ana.say('I never run on Sundays, please remember that');
  const conversation = first.conversation_id as string;
  const workflowId = `chat/${conversation}`;
  const sizes: { messages: number; tokens: number }[] = [];
  for (let month = 0; month < MONTHS; month += 1) {
    await liveAMonth(ana, conversation);
    const { history } = (await given(conversation)).asked;
    const tokens = history.reduce((sum, { text }) => sum + estimateTokens(text), 0);
    sizes.push({ messages: history.length, tokens });
  }
  const said = MONTHS * SAID.length;

  const events = await eventsOf(workflowId);
  expect(events.length).toBeGreaterThan(3);
  expect(Math.max(...events)).toBeLessThan(SUGGESTED + ONE_TURN);
  // The last turns cost what the first ones did.
  expect(events.reduce((sum, count) => sum + count, 0)).toBeLessThan(said * 20);

  expect(Math.max(...sizes.map(({ messages }) => messages))).toBeLessThanOrEqual(MOST.messages);
  expect(Math.max(...sizes.map(({ tokens }) => tokens))).toBeLessThanOrEqual(MOST.tokens);
  const { history } = (await given(conversation)).asked;
  expect(history[0]).toMatchObject({ role: 'summary', text: expect.stringContaining('run on Sundays') });

  // None of it was lost on the way.
  const { rows } = await admin.query(
    `select count(*) filter (where role = 'user')::int as said, count(distinct reply_to)::int as answered,
       (max(created_at) - min(created_at)) > interval '11 months' as is_a_year from messages where conversation_id = $1`,
    [conversation],
  );
  expect(rows).toEqual([{ said: said + 1, answered: said + 1, is_a_year: true }]);
}, 120_000);
