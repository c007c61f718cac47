// Chat sessions over Temporal: one workflow per conversation, one update per message.
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { ChatSessions } from '../../src/chat/turn.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import { sendMessage, SESSION_DRAINING } from '../../workflows/chat-session.contract.ts';
import type { chatSession } from '../../workflows/chat-session.ts';
import { call, startOptions, type Line } from './call.ts';

export const chatId = (conversationId: string): string => `chat/${conversationId}`;

export function chatSessions(line: Line): ChatSessions {
  const send: ChatSessions['answer'] = ({ orgId, userId }, { conversationId, messageId }) =>
    call(line, SESSION_DRAINING, () =>
      line.client.workflow.executeUpdateWithStart(sendMessage, {
        args: [{ messageId }],
        updateId: messageId,
        startWorkflowOperation: new WithStartWorkflowOperation<typeof chatSession>('chatSession', {
          ...startOptions(line, { orgId, userId }, 'chat'),
          workflowId: chatId(conversationId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: 'Chat session',
          priority: { priorityKey: 2, fairnessKey: userId },
          args: [{ orgId, userId, conversationId, answered: [] }],
        }),
      }),
    );

  return {
    // A session that is just ending refuses the turn, or ends under it: the next run takes it.
    answer: (actor, turn) =>
      send(actor, turn).catch((error: unknown) => {
        if (!(error instanceof FluxError) || error.code !== SESSION_DRAINING) throw error;
        return send(actor, turn);
      }),
  };
}
