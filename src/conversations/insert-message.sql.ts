// Writes what the person said and, where it opens one, its conversation: what nearly always happens takes one
// statement. A reply is owed to them from then on.
import type { Ctx } from '../kernel/context.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';

/**
 * `opens`: the conversation is new, and made along. Null where nothing was written: the message's id is taken, or
 * the conversation is not the person's. `isBehind`: something that was said in it before is neither answered nor begun.
 */
export async function insertMessage(
  ctx: Ctx | StatementCtx,
  message: { conversationId: string; messageId: string; text: string; opens: boolean },
): Promise<{ isBehind: boolean } | null> {
  const { conversationId, messageId, text, opens } = message;
  const owner = [ctx.orgId, ctx.userId];
  const statement = opens
    ? { ...OPEN, values: [messageId, ...owner, conversationId, text, conversationId, ...owner] }
    : { ...GO_ON, values: [messageId, ...owner, text, conversationId, conversationId] };
  const [stored] = await runStatement<{ isBehind: boolean }>(ctx, statement);
  return stored ?? null;
}

// The key of the message to its conversation is looked at when both are there; what waits, as it was before.
const OPEN = {
  name: 'open_conversation',
  text: `with message as (
      insert into messages (id, org_id, user_id, conversation_id, role, text, awaits)
      values (?, ?, ?, ?, 'user', ?, 'reply') on conflict (id) do nothing returning id),
    conversation as (insert into conversations (id, org_id, user_id) select ?::uuid, ?::uuid, ?::uuid from message)
    select false as "isBehind" from message`,
};
const GO_ON = {
  name: 'go_on_talking',
  text: `insert into messages (id, org_id, user_id, conversation_id, role, text, awaits)
    select ?::uuid, ?::uuid, ?::uuid, id, 'user', ?::text, 'reply' from conversations where id = ?
    on conflict (id) do nothing
    returning exists (select from messages where conversation_id = ? and awaits = 'reply' and goal_id is null) as "isBehind"`,
};
