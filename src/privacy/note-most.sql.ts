// Notes in the receipt of an erasure what is seen more than once: the most that was seen at a time.
import type { EntityManager } from '@mikro-orm/postgresql';

/** Harmless when repeated. `name` as `Receipt` has them. */
export async function noteMost(
  em: EntityManager,
  erasureId: string,
  name: string,
  count: number,
): Promise<void> {
  await em.execute(
    `update erasures set counts = jsonb_set(counts, array[?], to_jsonb(?::int))
     where id = ? and coalesce((counts ->> ?)::int, 0) < ?`,
    [name, count, erasureId, name, count],
  );
}
