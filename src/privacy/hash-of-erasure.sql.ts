// By what the person of an erasure is known after a restore from a backup in which they are still there.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system; null when it is done. */
export async function hashOfErasure(em: EntityManager, erasureId: string): Promise<string | null> {
  const [row] = await em.execute<{ hash: string }[]>(
    `select lasting_hash('person', user_id::text) as hash from erasures where id = ? and user_id is not null`,
    [erasureId],
  );
  return row?.hash ?? null;
}
