// Finds what people said and nobody has answered.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export interface UnansweredMessage extends Position, Person {
  messageId: string;
  conversationId: string;
  goalId: string | null;
  awaits: 'reply' | 'draft';
}

/**
 * As the system, in all organisations, of people who belong to theirs: a page behind `after`, the oldest first. A
 * draft is awaited only while the goal is negotiated.
 */
export async function findUnansweredMessages(
  em: EntityManager,
  { before, after }: { before: Date; after: Position },
): Promise<UnansweredMessage[]> {
  const rows: Row[] = await em.execute(UNANSWERED, [before, after.at, after.id]);
  return rows.map((row) => ({
    at: new Date(row.created_at),
    id: row.id,
    orgId: row.org_id,
    userId: row.user_id,
    messageId: row.id,
    conversationId: row.conversation_id,
    goalId: row.goal_id,
    awaits: row.awaits,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  conversation_id: string;
  goal_id: string | null;
  awaits: 'reply' | 'draft';
  created_at: string;
}

const UNANSWERED = `
  select e.id, e.org_id, e.user_id, e.conversation_id, e.goal_id, e.awaits, e.created_at
  from messages e cross join lateral (
    select from members m where m.org_id = e.org_id and m.user_id = e.user_id offset 0
  ) m
  where e.awaits is not null and e.created_at < ? and (e.created_at, e.id) > (?, ?)
    and (e.awaits = 'reply' or (select g.status = 'negotiating' from goals g where g.id = e.goal_id))
  order by e.created_at, e.id limit ${PAGE_ROWS}`;
