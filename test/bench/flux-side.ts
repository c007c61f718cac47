// Flux as it runs in production: worker and API as processes, PostgreSQL, real requests to the simulator, which is a process as well.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createAccessTokens } from '../../src/account/access-token.ts';
import { reminderId, reminders } from '../../temporal/flows/reminders.ts';
import { freePort } from '../../src/dev/port.ts';
import type { Ground } from '../harness/global-setup.ts';
import { serverProcess, workerProcess } from '../harness/processes.ts';
import type { CountedLine } from '../harness/counted-line.ts';
import { ACCOUNT_SID, openWorld, type World } from '../harness/world.ts';
import { startFarSimulator, type FarSimulator } from './far-simulator.ts';
import { seedPeople, type SeededPerson } from './seed-people.ts';
import type { Chat, Reminder, Side } from './side.ts';

/** Answered from the tasks of the last seven days. */
const QUESTION = 'How am I doing?';

export interface FluxSide extends Side {
  world: World;
  lines: CountedLine[];
  /** Of each API. */
  urls: string[];
}

/**
 * `isCounted`: over `lines` that count what is asked of PostgreSQL, which takes time: nothing is timed there. `count`:
 * so many workers, and so many APIs.
 */
export async function openFluxSide(
  ground: Ground,
  {
    isCounted = false,
    count = 1,
    ...more
  }: { isCounted?: boolean; count?: number; env?: NodeJS.ProcessEnv } = {},
): Promise<FluxSide> {
  await using parts = new AsyncDisposableStack();
  const far = await startFarSimulator(ACCOUNT_SID);
  parts.defer(() => far.stop());
  const env = {
    TWILIO_AUTH_TOKEN: far.authToken,
    TWILIO_API_ORIGIN: far.url,
    PUSH_EXTRA_ORIGIN: far.url,
    ...more.env,
  };
  const world = await openWorld({ ground, worker: 'none', api: 'none', env, isCounted });
  parts.defer(async () => {
    // What was reported to processes that had ended by then; what came before is judged below.
    world.simulator.takeErrors();
    await world.close();
  });
  await far.setInboundMessageUrl(`${world.env['PUBLIC_URL']}/webhooks/twilio/messages`);
  const ports = [Number(world.env['PORT'])];
  while (ports.length < count) ports.push(await freePort());
  const urls = ports.map((port) => `http://127.0.0.1:${port}`);
  const processes = ports.flatMap((port, index) => [
    workerProcess(world),
    serverProcess('../../src/server.ts', { ...world.env, PORT: String(port) }, `${urls[index]}/livez`),
  ]);
  for (const process of processes) {
    await process.start();
    parts.defer(() => process.kill());
  }
  parts.defer(() => {
    const errors = world.simulator.takeErrors();
    if (errors.length > 0) throw new Error(`the app answered badly: ${JSON.stringify(errors)}`);
  });
  // Its looks would be counted as somebody's.
  if (isCounted) await world.temporal.client.schedule.getHandle(`${world.taskQueue}/reconciler`).pause();
  const open = parts.move();
  return {
    name: 'flux',
    world,
    urls,
    lines: world.lines ? Object.values(world.lines) : [],
    reminders: async (count, options) => {
      // What an earlier round left on the phones would only slow the simulator down, and the reconciler would see to
      // tasks that it left open.
      await far.reset();
      await settleAll(world);
      const people = await seedPeople(world, far, count, options);
      return remindersOf(world, far, people);
    },
    chats: async (count) => {
      const people = await seedPeople(world, far, count, { windowMs: 60_000, rungs: 'none' });
      return Promise.all(people.map((person, index) => chatOf(world, person, urls[index % urls.length]!)));
    },
    close: () => open.disposeAsync(),
  };
}

async function settleAll({ database }: World): Promise<void> {
  const admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  await admin.query(`update tasks set status = 'done', settled_at = now() where status = 'pending'`);
  await admin.end();
}

function remindersOf(world: World, far: FarSimulator, people: SeededPerson[]): Reminder[] {
  const { client } = world.temporal;
  const starting = reminders({ client, taskQueue: world.taskQueue, patienceMs: 25_000 });
  const arrivals = arrivalsAt(far, people);
  return people.map(({ orgId, userId, taskId }, index) => ({
    id: taskId,
    start: (dueAt) =>
      starting.start({ orgId, userId }, { kind: 'reminder_due', taskId, generation: 1, dueAt, leewayMs: 0 }),
    firstRung: arrivals[index]!,
    ended: async () => {
      await client.workflow.getHandle(reminderId({ taskId, generation: 1 })).result();
    },
  }));
}

/** When each person's push arrived at the push service. */
function arrivalsAt(far: FarSimulator, people: SeededPerson[]): Promise<number>[] {
  const waiting = new Map<string, (at: number) => void>();
  far.onArrival = (deviceId, at) => waiting.get(deviceId)?.(at);
  return people.map(({ deviceId }) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    waiting.set(deviceId ?? '', resolve);
    return promise;
  });
}

async function chatOf(
  world: World,
  { orgId, userId, sessionId }: SeededPerson,
  apiUrl: string,
): Promise<Chat> {
  const publicUrl = world.env['PUBLIC_URL'] ?? '';
  const tokens = createAccessTokens({ secret: world.env['TOKEN_SECRET'] ?? '', issuer: publicUrl });
  const authorization = `Bearer ${await tokens.issue({ orgId, userId, sessionId })}`;
  let conversationId: string | undefined;
  return async () => {
    const response = await fetch(`${apiUrl}/v1/chat/messages`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({
        message: QUESTION,
        message_id: randomUUID(),
        ...(conversationId && { conversation_id: conversationId }),
      }),
    });
    if (response.status !== 200) throw new Error(`chat: ${response.status} ${await response.text()}`);
    const answer = (await response.json()) as { conversation_id: string };
    conversationId = answer.conversation_id;
  };
}
