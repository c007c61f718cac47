// Puts tasks aside whose person has left, so that nobody looks at them every minute.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system. They are taken up again when the person is back. */
export async function parkTasks(em: EntityManager, taskIds: string[]): Promise<void> {
  await em.execute(
    `update tasks set reminded_generation = 0 where id = any (?::uuid[]) and status in ('pending', 'rescheduled')`,
    [`{${taskIds.join(',')}}`],
  );
}
