// Makes whoever shares a person's sessions between goals, or lets such a goal go, take turns: no session is handed to a
// goal that is just being let go.
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';

/**
 * Until the end of the transaction. Before any lock on a goal: a session that is handed on points at its new goal, and
 * waits for whoever holds that one.
 */
export async function lockSharing({ em, userId }: Ctx): Promise<void> {
  await em.execute(`/* ${UNREAD} */ select pg_advisory_xact_lock(hashtextextended(?, 7301969))`, [userId]);
}
