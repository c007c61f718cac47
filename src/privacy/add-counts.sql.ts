// Adds to what the receipt of an erasure says.
import type { EntityManager } from '@mikro-orm/postgresql';

/** In the transaction of what is counted. `counts` by name, as `Receipt` has them. */
export async function addCounts(
  em: EntityManager,
  erasureId: string,
  counts: Record<string, number>,
): Promise<void> {
  for (const [name, count] of Object.entries(counts))
    if (count > 0)
      await em.execute(
        `update erasures set counts = jsonb_set(counts, array[?],
           to_jsonb(coalesce((counts ->> ?)::int, 0) + ?)) where id = ?`,
        [name, name, count, erasureId],
      );
}
