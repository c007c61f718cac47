// Conversations and what was said in them. Private text lives here and nowhere else.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';

export const Conversation = defineEntity({
  name: 'Conversation',
  tableName: 'conversations',
  properties: { ...personalColumns },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }],
  indexes: [{ properties: ['orgId', 'userId', 'createdAt'] }],
  ...own,
});

export const Message = defineEntity({
  name: 'Message',
  tableName: 'messages',
  properties: {
    ...personalColumns,
    conversationId: p.uuid(),
    role: p.enum(['user', 'assistant', 'summary'] as const),
    text: p.text(),
    /** On an answer: the message it answers. One answer per message. */
    replyTo: p.uuid().nullable(),
    /** On an answer: the agent that spoke. */
    agent: p.text().nullable(),
    goalId: p.uuid().nullable(),
    /** On an answer that shows a plan: its number. */
    draftNumber: p.integer().nullable(),
    /** On an answer: what it asked and did, as `dialogue` in src/chat says it. */
    dialogue: p.json<object>().nullable(),
    requiresUserAction: p.boolean().default(false),
    /** Said in a crisis, or by the guard: no model ever reads it. */
    withheld: p.boolean().default(false),
    /** On what a person said: what they are owed for it; null once they have it. */
    awaits: p.enum(['reply', 'draft'] as const).nullable(),
    /** On what a person said: when they told its turn to stop. No draft comes of it any more. */
    stoppedAt: instant().nullable(),
    /** On a summary: the last message that it stands for. It has the moment of that one. */
    coversTo: p.uuid().nullable(),
    /** On a summary: what the next one takes over, as `summaryContent` in src/chat says it. */
    content: p.json<object>().nullable(),
  },
  uniques: [{ properties: ['orgId', 'userId', 'id'] }, { properties: ['orgId', 'replyTo'] }],
  indexes: [
    { properties: ['orgId', 'conversationId', 'createdAt', 'id'] },
    {
      name: 'messages_of_plans',
      expression:
        'create index messages_of_plans on messages (org_id, conversation_id, created_at, id) where draft_number is not null',
    },
    {
      name: 'messages_summaries',
      expression: `create index messages_summaries on messages (org_id, conversation_id, created_at, covers_to) where role = 'summary'`,
    },
    {
      name: 'messages_awaiting',
      expression: 'create index messages_awaiting on messages (created_at) where awaits is not null',
    },
  ],
  ...own,
});

export type Conversation = InferEntity<typeof Conversation>;
export type Message = InferEntity<typeof Message>;
