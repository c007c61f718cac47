// Takes a message and stores its answer in one statement, where nothing but the answer follows from it.
import { derivedId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import type { Reply } from './store-reply.ts';

/** Does nothing where the message has its answer, or was taken back: as after `takeMessage`. */
export async function replyAtOnce(
  ctx: StatementCtx,
  { conversationId, replyTo, text, agent, dialogue }: AtOnce,
): Promise<void> {
  const id = derivedId(replyTo, 'reply');
  const values = [
    replyTo,
    id,
    ctx.orgId,
    ctx.userId,
    conversationId,
    text,
    agent,
    dialogue ? JSON.stringify(dialogue) : null,
  ];
  await ctx.query({ ...REPLY, values });
}

type AtOnce = Pick<Reply, 'conversationId' | 'replyTo' | 'text' | 'agent' | 'dialogue'>;

const REPLY = {
  name: 'reply_at_once',
  text: `with taken as (update messages set awaits = null where id = $1 and awaits = 'reply' returning id)
    insert into messages (id, org_id, user_id, conversation_id, role, text, reply_to, agent, dialogue)
    select $2::uuid, $3::uuid, $4::uuid, $5::uuid, 'assistant', $6::text, id, $7::text, $8::jsonb from taken`,
};
