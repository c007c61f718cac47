// Writes what the person said and, where it opens one, its conversation: what nearly always happens takes one
// statement. A reply is owed to them from then on.
import type { Ctx } from '../kernel/context.ts';

/**
 * `opens`: the conversation is new, and made along. Null where nothing was written: the message's id is taken, or
 * the conversation is not the person's. A conversation that was to be opened is there then, and empty. `isBehind`:
 * something that was said in it before is neither answered nor begun.
 */
export async function insertMessage(
  { em, orgId, userId }: Ctx,
  message: { conversationId: string; messageId: string; text: string; opens: boolean },
): Promise<{ isBehind: boolean } | null> {
  const { conversationId, messageId, text, opens } = message;
  const owner = [orgId, userId];
  const [stored]: { isBehind: boolean }[] = await em.execute(
    `with conversation as (${opens ? NEW_CONVERSATION : KNOWN_CONVERSATION})
     insert into messages (id, org_id, user_id, conversation_id, role, text, awaits)
     select ?, ?, ?, id, 'user', ?, 'reply' from conversation on conflict (id) do nothing
     returning exists (${WAITING}) as "isBehind"`,
    [conversationId, ...(opens ? owner : []), messageId, ...owner, text, conversationId],
  );
  return stored ?? null;
}

const KNOWN_CONVERSATION = 'select id from conversations where id = ?';
const NEW_CONVERSATION = 'insert into conversations (id, org_id, user_id) values (?, ?, ?) returning id';
/** As it was before this statement. */
const WAITING = `select from messages where conversation_id = ? and awaits = 'reply' and goal_id is null`;
