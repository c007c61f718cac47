// A request whose workflow is ended by hand while somebody waits for it: another run is asked, and nothing of ours has failed.
import { randomUUID } from 'node:crypto';
import { expect, inject, test, vi } from 'vitest';
import { connectTemporal, prepareSearchAttributes } from '../../../temporal/connect.ts';
import { chatId, chatSessions } from '../../../temporal/flows/chat.ts';

test('a turn is handed to the next run of its session, and where nobody takes it that is an outage', async () => {
  const { temporalAddress: TEMPORAL_ADDRESS } = inject('ground');
  await using stack = new AsyncDisposableStack();
  const temporal = connectTemporal({ TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE: 'default' });
  stack.defer(() => temporal.close());
  await prepareSearchAttributes(temporal);
  const { client } = temporal;
  // No worker: the request waits, not taken yet.
  const sessions = chatSessions({ client, taskQueue: randomUUID(), patienceMs: 1000 });
  const turn = { conversationId: randomUUID(), messageId: randomUUID() };
  const answer = sessions.answer({ orgId: randomUUID(), userId: randomUUID(), via: 'chat' }, turn);
  const ending = answer.catch((error: unknown) => error);

  const first = client.workflow.getHandle(chatId(turn.conversationId));
  const { runId } = await vi.waitFor(() => first.describe());
  await first.terminate();
  expect(await ending).toMatchObject({ code: 'UNAVAILABLE' });
  const next = await first.describe();
  expect(next).toMatchObject({ status: { name: 'RUNNING' } });
  expect(next.runId).not.toBe(runId);
});
