// Chat sessions over Temporal: one workflow per conversation, one update per message.
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { ChatSessions, TurnRef } from '../../src/chat/turn.ts';
import type { Person } from '../../src/kernel/context.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { sendMessage, takeUp, type ChatInput } from '../../workflows/chat-session.contract.ts';
import type { chatSession } from '../../workflows/chat-session.ts';
import { call, startOptions, type Line } from './call.ts';
import { request } from './request.ts';

export const chatId = (conversationId: string): string => `chat/${conversationId}`;

export function chatSessions(line: Line): ChatSessions {
  return {
    answer: async (actor, turn) => {
      const answered = await request(line, {
        update: sendMessage,
        id: turn.messageId,
        args: [{ messageId: turn.messageId }],
        start: () =>
          new WithStartWorkflowOperation<typeof chatSession>('chatSession', optionsOf(line, actor, turn)),
      });
      // Taken, and one of so many that wait that the session holds no request open for it.
      if (answered === 'working') throw new FluxError('STILL_WORKING');
    },
    // A signal: the server holds few requests open at once, and what is asked for every minute must not use them up.
    revive: async (person, turn) => {
      await call(line, 'NOT_FOUND', () =>
        line.client.workflow.signalWithStart<typeof chatSession, [{ messageId: string }]>('chatSession', {
          ...optionsOf(line, person, turn),
          signal: takeUp,
          signalArgs: [{ messageId: turn.messageId }],
        }),
      );
    },
  };
}

const optionsOf = (line: Line, { orgId, userId }: Person, { conversationId }: TurnRef) => ({
  ...startOptions(line, { orgId, userId }, 'chat'),
  workflowId: chatId(conversationId),
  workflowIdConflictPolicy: 'USE_EXISTING' as const,
  staticSummary: 'Chat session',
  priority: { priorityKey: 2, fairnessKey: userId },
  args: [{ orgId, userId, conversationId }] as [ChatInput],
});
