// A request whose workflow is ended by hand while somebody waits for it: another run is asked, and nothing of ours has failed.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { connectTemporal, prepareSearchAttributes, type Temporal } from '../../../temporal/connect.ts';
import { chatId, chatSessions } from '../../../temporal/flows/chat.ts';
import { negotiationId, negotiations } from '../../../temporal/flows/goals.ts';
import { PATIENCE } from '../../harness/patience.ts';

let temporal: Temporal;
beforeAll(async () => {
  const { temporalAddress: TEMPORAL_ADDRESS } = inject('ground');
  temporal = connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'default' });
  await prepareSearchAttributes(temporal);
});
afterAll(() => temporal.close());

test('a turn is handed to the next run of its session, and where nobody takes it that is an outage', async () => {
  const { client } = temporal;
  // No worker: the request waits, not taken yet.
  const sessions = chatSessions({ client, taskQueue: randomUUID(), patienceMs: 1000 });
  const turn = { conversationId: randomUUID(), messageId: randomUUID() };
  const answer = sessions.answer({ orgId: randomUUID(), userId: randomUUID(), via: 'chat' }, turn);
  const ending = answer.catch((error: unknown) => error);

  const first = client.workflow.getHandle(chatId(turn.conversationId));
  const { runId } = await vi.waitFor(() => first.describe(), PATIENCE);
  await first.terminate();
  expect(await ending).toMatchObject({ code: 'UNAVAILABLE' });
  const next = await first.describe();
  expect(next).toMatchObject({ status: { name: 'RUNNING' } });
  expect(next.runId).not.toBe(runId);
});

test('whoever has to leave asks nothing more, however early that is', async () => {
  const { client } = temporal;
  const [goalId, leaving] = [randomUUID(), new AbortController()];
  const line = negotiations({ client, taskQueue: randomUUID(), patienceMs: 60_000 });
  const person = { orgId: randomUUID(), userId: randomUUID(), via: 'chat' } as const;
  // What comes after the first try, which may wait for as long as the line does.
  const further = vi.spyOn(client.workflow, 'startUpdateWithStart');
  const asking = line
    .propose(person, { goalId, latest: null, failures: 0, signal: leaving.signal })
    .catch((error: unknown) => error);
  await vi.waitFor(() => client.workflow.getHandle(negotiationId(goalId)).describe(), PATIENCE);
  leaving.abort();
  expect(await asking).toBe(leaving.signal.reason);
  expect(further).not.toHaveBeenCalled();
});
