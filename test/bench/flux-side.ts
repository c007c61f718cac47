// Flux as it runs in production: worker and API as processes, PostgreSQL, real requests to the simulator (which runs here, in the bench).
import { randomUUID } from 'node:crypto';
import { createAccessTokens } from '../../src/account/access-token.ts';
import { reminderId, reminders } from '../../temporal/flows/reminders.ts';
import type { Ground } from '../harness/global-setup.ts';
import { apiProcess, workerProcess } from '../harness/processes.ts';
import { openWorld, type World } from '../harness/world.ts';
import { seedPeople, type SeededPerson } from './seed-people.ts';
import type { Chat, Reminder, Side } from './side.ts';

/** Answered from the tasks of the last seven days. */
const QUESTION = 'How am I doing?';

export async function openFluxSide(ground: Ground): Promise<Side> {
  const world = await openWorld({ ground, worker: 'none', api: 'none' });
  const processes = [workerProcess(world), apiProcess(world)];
  await Promise.all(processes.map((process) => process.start()));
  return {
    name: 'flux',
    reminders: async (count, options) => {
      // What an earlier round left on the phones would only slow the simulator down.
      await world.simulator.reset();
      const people = await seedPeople(world, count, options);
      return remindersOf(world, people);
    },
    chats: async (count) => {
      const people = await seedPeople(world, count, { windowMs: 60_000, rungs: 'none' });
      return Promise.all(people.map((person) => chatOf(world, person)));
    },
    close: async () => {
      await Promise.all(processes.map((process) => process.kill()));
      await world.close();
    },
  };
}

export function remindersOf(world: World, people: SeededPerson[]): Reminder[] {
  const { client } = world.temporal;
  const starting = reminders({ client, taskQueue: world.taskQueue, patienceMs: 25_000 });
  const arrivals = arrivalsAt(world, people);
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
function arrivalsAt({ simulator }: World, people: SeededPerson[]): Promise<number>[] {
  const waiting = new Map<string, (at: number) => void>();
  const arrivals = people.map(({ deviceId }) => {
    const { promise, resolve } = Promise.withResolvers<number>();
    waiting.set(deviceId ?? '', resolve);
    return promise;
  });
  let seen = 0;
  simulator
    .waitFor(
      ({ deliveries }) => {
        for (; seen < deliveries.length; seen++) {
          const { deviceId, at } = deliveries[seen]!;
          waiting.get(deviceId)?.(at);
          waiting.delete(deviceId);
        }
        return waiting.size === 0;
      },
      { timeoutMs: 10 * 60_000, what: 'a push for everybody' },
    )
    .catch(() => undefined);
  return arrivals;
}

/** `apiUrl`: of the API that is asked, where there are several. */
export async function chatOf(
  world: World,
  { orgId, userId, sessionId }: SeededPerson,
  apiUrl = world.env['PUBLIC_URL'] ?? '',
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
