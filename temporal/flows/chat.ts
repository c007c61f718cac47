// Chat sessions over Temporal: one workflow per conversation, one update per message.
import { randomUUID } from 'node:crypto';
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { ChatSessions, TurnRef } from '../../src/chat/turn.ts';
import type { Person } from '../../src/kernel/context.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { sendMessage, type Turn } from '../../workflows/chat-session.contract.ts';
import type { chatSession } from '../../workflows/chat-session.ts';
import { startOptions, type Line } from './call.ts';
import { handOver, request, type Request } from './request.ts';

export const chatId = (conversationId: string): string => `chat/${conversationId}`;

export function chatSessions(line: Line): ChatSessions {
  const turnOf = ({ orgId, userId }: Person, turn: TurnRef): Request<'working' | undefined, [Turn]> => ({
    update: sendMessage,
    id: turn.messageId,
    args: [{ messageId: turn.messageId }],
    start: () =>
      new WithStartWorkflowOperation<typeof chatSession>('chatSession', {
        ...startOptions(line, { orgId, userId }, 'chat'),
        workflowId: chatId(turn.conversationId),
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: 'Chat session',
        priority: { priorityKey: 2, fairnessKey: userId },
        args: [{ orgId, userId, conversationId: turn.conversationId }],
      }),
  });

  return {
    answer: async (actor, turn) => {
      // Taken, and one of so many that wait that the session holds no request open for it.
      if ((await request(line, turnOf(actor, turn))) === 'working') throw new FluxError('STILL_WORKING');
    },
    // Its own id: a run that failed the turn, or lost it, remembers the message's.
    revive: (person, turn) =>
      handOver(line, { ...turnOf(person, turn), id: `${turn.messageId}/${randomUUID()}` }),
  };
}
