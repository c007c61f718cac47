// What workflows of somebody were ever about, by which those are found that do not carry their person.
import type { EntityManager } from '@mikro-orm/postgresql';
import { ORGS_OF_PERSON } from './subject.ts';

export interface Subject {
  kind: 'chat' | 'goal' | 'reminder';
  id: string;
  /** Of a task: the latest one. */
  generation: number;
}

const THERE = 'org_id in (select org_id from whose)';

/** As the system: so many at most, behind `after` (an id). */
export async function listSubjects(
  em: EntityManager,
  userId: string,
  { after, limit }: { after: string; limit: number },
): Promise<Subject[]> {
  return em.execute<Subject[]>(
    `with whose as materialized (select unnest(${ORGS_OF_PERSON}) as org_id)
     select kind, id, generation from (
       select 'chat' as kind, id, 1 as generation from conversations where user_id = ? and ${THERE}
       union all select 'goal', id, 1 from goals where user_id = ? and ${THERE}
       union all select 'reminder', id, generation from tasks where user_id = ? and ${THERE}) subject
     where id > ? order by id limit ?`,
    [userId, userId, userId, userId, userId, after, limit],
  );
}
