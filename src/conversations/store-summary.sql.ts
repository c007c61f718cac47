// Puts a summary in the place of what it stands for: once, whoever made one and however often.
import { derivedId } from '../kernel/ids.ts';
import type { StatementCtx } from '../kernel/sql.ts';

export interface Summary {
  conversationId: string;
  /** The summary that this one goes on from; null for the first. Each is gone on from once. */
  follows: string | null;
  /** The last message that it stands for. */
  coversTo: string;
  text: string;
  content: object;
  /** Who made it. */
  agent: string;
}

/** False where another one goes on from there already: that one stays. */
export async function storeSummary(ctx: StatementCtx, summary: Summary): Promise<boolean> {
  const { conversationId, follows, coversTo, text, content, agent } = summary;
  // What follows from one cause has one id: the key of the table lets no second one in.
  const id = derivedId(follows ?? conversationId, 'summary');
  const values = [id, ctx.orgId, ctx.userId, text, JSON.stringify(content), agent, conversationId, coversTo];
  return (await ctx.query({ ...STORE, values })).length > 0;
}

const STORE = {
  name: 'store_summary',
  text: `insert into messages (id, org_id, user_id, conversation_id, role, text, content, agent, covers_to, created_at)
    select $1::uuid, $2::uuid, $3::uuid, conversation_id, 'summary', $4::text, $5::jsonb, $6::text, id, created_at
    from messages where conversation_id = $7 and id = $8 on conflict (id) do nothing returning id`,
};
