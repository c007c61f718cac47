// One conversation: turns are answered one after the other, each exactly once. Idle sessions end; the next word
// starts one again.
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { turns, waiting } from './activities.ts';
import { sendMessage, SESSION_DRAINING, type ChatInput, type Turn } from './chat-session.contract.ts';
import { onBehalf } from './correlation.ts';

const IDLE_MS = 30 * 60_000;
/** How many answered turns are remembered across continue-as-new. */
const REMEMBERED = 50;

export async function chatSession(input: ChatInput): Promise<void> {
  const answered = new Set(input.answered);
  const queue: (() => Promise<void>)[] = [];
  let draining = false;

  setHandler(
    sendMessage,
    (turn) =>
      new Promise<void>((resolve, reject) => {
        queue.push(onBehalf(() => answer(turn).then(resolve, reject)));
      }),
    {
      validator: (_turn: Turn) => {
        if (draining) throw ApplicationFailure.nonRetryable('session is ending', SESSION_DRAINING);
      },
    },
  );

  const answer = async ({ messageId }: Turn): Promise<void> => {
    if (answered.has(messageId)) return;
    const turn = {
      orgId: input.orgId,
      userId: input.userId,
      conversationId: input.conversationId,
      messageId,
    };
    const next = await turns.answerMessage(turn);
    if (next.kind !== 'none') await waiting(workflowInfo().taskQueue).negotiate({ ...turn, next });
    answered.add(messageId);
  };

  for (;;) {
    const woken = await condition(() => queue.length > 0 || workflowInfo().continueAsNewSuggested, IDLE_MS, {
      summary: 'next message',
    });
    draining = !woken || workflowInfo().continueAsNewSuggested;
    const turn = queue.shift();
    if (!turn) break;
    await turn();
  }
  await condition(allHandlersFinished);
  if (workflowInfo().continueAsNewSuggested)
    await continueAsNew<typeof chatSession>({ ...input, answered: [...answered].slice(-REMEMBERED) });
}
