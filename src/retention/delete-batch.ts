// Deletes some of what a policy lets go, in one short transaction.
import type { MikroORM, QueryResult } from '@mikro-orm/postgresql';
import { asSystem } from '../kernel/context.ts';
import type { Policy } from './policies.ts';
import { selectDue } from './selection.ts';

/** A larger batch holds its locks too long, even where nothing else goes on. */
export const LARGEST_BATCH = 5000;
/**
 * A batch of this size has as long as any other statement, however slow the machine: otherwise nothing would ever go.
 */
export const SMALLEST_BATCH = 50;
/**
 * The database breaks off a larger one after this and takes it back, so that its locks are never in anybody's way for
 * longer.
 */
const LIMIT_MS = 150;

/**
 * Deletes at most `size` rows (1 to 5,000) and returns how many. Safe beside others that do the same: nobody waits
 * for a row, and each is counted by who deleted it. Throws what PostgreSQL throws, 57014 where the batch took too
 * long; nothing is deleted then.
 */
export async function deleteBatch(
  orm: MikroORM,
  policy: Policy,
  { size }: { size: number },
): Promise<number> {
  if (size < 1 || size > LARGEST_BATCH) throw new RangeError(`a batch of ${size} rows`);
  return asSystem(orm, async (em) => {
    if (size > SMALLEST_BATCH)
      await em.execute(`select set_config('statement_timeout', '${LIMIT_MS}', true)`);
    // Locked by this very statement, a row stays where its ctid says.
    const { affectedRows } = await em.execute<QueryResult>(
      `delete from ${policy.table} where ctid = any (array(${selectDue(policy)}))`,
      [size],
      'run',
    );
    return affectedRows;
  });
}
