// Puts tasks aside whose person has left, so that nobody looks at them every minute.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system, in the order of ids, in which tasks are locked. They are taken up again when the person is back. */
export async function parkTasks(em: EntityManager, taskIds: string[]): Promise<void> {
  await em.execute(
    `with parked as (
       select id from tasks where id = any (?::uuid[]) and status in ('pending', 'rescheduled')
       order by id for no key update)
     update tasks set reminded_generation = 0 from parked where tasks.id = parked.id`,
    [`{${taskIds.join(',')}}`],
  );
}
