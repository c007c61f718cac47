// The REST door of the transcript: look back at what was said.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { answer, endpoint, room } from '../http/operation.ts';
import { byId, id, instant, nextCursor, page } from '../http/schemas.ts';
import { asPerson, type Store } from '../kernel/context.ts';
import { messageJson, presentMessage } from './message-json.ts';
import { listConversations, listMessages } from './read-conversation.ts';

const list = endpoint(
  { access: 'chat:read', limit: 'crud' },
  {
    method: 'get',
    path: '/conversations',
    operationId: 'listConversations',
    summary: 'Conversations, newest first',
    request: { query: page },
    responses: {
      200: answer(
        'One page.',
        z.strictObject({
          conversations: z.array(z.strictObject({ id, created_at: instant })),
          next_cursor: nextCursor,
        }),
      ),
    },
  },
  (store: Store) => async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const { conversations, nextCursor } = await asPerson(store, c.var.person, (ctx) =>
      listConversations(ctx, { limit, before: cursor ?? null }),
    );
    const shown = conversations.map(({ id, createdAt }) => ({ id, created_at: createdAt.toISOString() }));
    return c.json({ conversations: shown, next_cursor: nextCursor }, 200);
  },
);

const listSaid = endpoint(
  { access: 'chat:read', limit: 'crud' },
  {
    method: 'get',
    path: '/conversations/{id}/messages',
    operationId: 'listMessages',
    summary: 'What was said, newest first',
    request: { params: byId, query: page },
    responses: {
      200: answer('One page.', z.strictObject({ messages: z.array(messageJson), next_cursor: nextCursor })),
    },
  },
  (store: Store) => async (c) => {
    const conversationId = c.req.valid('param').id;
    const { limit, cursor } = c.req.valid('query');
    const { messages, nextCursor } = await asPerson(store, c.var.person, (ctx) =>
      listMessages(ctx, { conversationId, limit, before: cursor ?? null }),
    );
    return c.json({ messages: messages.map(presentMessage), next_cursor: nextCursor }, 200);
  },
);

export const conversationRoutes = (store: Store): OpenAPIHono<Env> => room(store, list, listSaid);
