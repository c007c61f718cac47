// Takes a message in order to answer it: the first statement of every transaction that does so.
import type { Ctx } from '../kernel/context.ts';

export interface TakenMessage {
  text: string;
  /** The goal that it is about, where that is known. */
  goalId: string | null;
  saidAt: Date;
}

/**
 * The message counts as answered with this transaction, and nobody else can answer it meanwhile: one who comes at the
 * same time waits, and gets null. Null, too, for a message that was taken back. What rolls back leaves it unanswered.
 */
export async function takeMessage(
  { em }: Ctx,
  { messageId }: { messageId: string },
): Promise<TakenMessage | null> {
  const [taken]: TakenMessage[] = await em.execute(
    `update messages set awaits = null where id = ? and awaits = 'reply'
     returning text, goal_id as "goalId", created_at as "saidAt"`,
    [messageId],
  );
  return taken ? { ...taken, saidAt: new Date(taken.saidAt) } : null;
}
