// What a provider has of somebody, as far as we know.
import type { EntityManager } from '@mikro-orm/postgresql';
import { ORGS_OF_PERSON } from './subject.ts';

export interface CopyPage {
  /** Of messages and calls, in their order. */
  sids: string[];
  begunAt: Date;
}

/** As PostgreSQL reads it; what is noted of a call may stand behind it. */
const SID = "'^([SM]M[0-9a-f]{32}|CA[0-9a-f]{32})'";

/** As the system: the next ones, behind the last that is noted as gone. */
export async function listCopies(
  em: EntityManager,
  erasureId: string,
  userId: string,
  limit: number,
): Promise<CopyPage> {
  const [row] = await em.execute<{ begunAt: string | Date; sids: string[] }[]>(
    `select e.begun_at as "begunAt", array(
       select sid from (
         select substring(external_id from ${SID}) as sid from dispatch_log where user_id = ?
           and org_id = any (${ORGS_OF_PERSON})
         union
         select substring(external_id from ${SID}) from notification_log where user_id = ?
           and org_id = any (${ORGS_OF_PERSON})
       ) known where sid > coalesce(e.copies_after, '') order by sid limit ?) as sids
     from erasures e where e.id = ?`,
    [userId, userId, userId, userId, userId, userId, limit, erasureId],
  );
  return { sids: row?.sids ?? [], begunAt: new Date(row?.begunAt ?? Date.now()) };
}
