// Takes up again what was put aside, of people who are back.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system: of who joined or came back within a week; a thousand at most. Returns how many. */
export async function takeUpTasks(em: EntityManager): Promise<number> {
  const taken = await em.execute(
    `with back as (
       select t.id from members m join tasks t using (org_id, user_id)
       where m.created_at > now() - interval '7 days'
         and t.status in ('pending', 'rescheduled') and t.reminded_generation = 0
       order by t.id limit 1000 for no key update of t)
     update tasks set reminded_generation = null from back where tasks.id = back.id returning tasks.id`,
  );
  return taken.length;
}
