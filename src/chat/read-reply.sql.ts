// The answer to a message, with the plan that it shows.
import type { Ctx } from '../kernel/context.ts';
import { runStatement } from '../kernel/run-statement.ts';
import type { StatementCtx } from '../kernel/sql.ts';
import type { PlanChanges } from '../planning/plan-change.ts';
import type { PlanContent } from '../planning/plan.ts';

export interface ReplyView {
  conversationId: string;
  /** The answer's own id. */
  messageId: string;
  text: string;
  agent: string | null;
  goalId: string | null;
  /** The plan that the answer shows. */
  draft: { number: number; hash: string; content: PlanContent; changes: PlanChanges | null } | null;
  requiresUserAction: boolean;
}

/** Null for a message that has no answer, or is not the person's. */
export async function readReply(
  ctx: Ctx | StatementCtx,
  { messageId }: { messageId: string },
): Promise<ReplyView | null> {
  const statement = { name: 'read_reply', text: REPLY, values: [messageId] };
  const [reply] = await runStatement<ReplyView>(ctx, statement);
  return reply ?? null;
}

const REPLY = `
  select m.conversation_id as "conversationId", m.id as "messageId", m.text, m.agent, m.goal_id as "goalId",
    m.requires_user_action as "requiresUserAction",
    case when d.id is not null then jsonb_build_object('number', d.number, 'hash', d.hash, 'content', d.content,
      'changes', d.changes) end as draft
  from messages m left join plan_drafts d on d.org_id = m.org_id and d.goal_id = m.goal_id and d.number = m.draft_number
  where m.reply_to = ?`;
