// The one way to write a row that a repeat may bring again: the first one stays, the others change nothing.
import type { EntityKey, EntityManager, EntityName, RequiredEntityData } from '@mikro-orm/postgresql';
import { blamingDatabase } from './database-outage.ts';

/**
 * Inserts `row` unless one with the same `key` (properties with a unique index) is there. Resolves to whether this
 * call wrote it. Under row security a row of somebody else counts as there, and is not told apart.
 */
export async function insertOnce<Entity extends object>(
  em: EntityManager,
  entity: EntityName<Entity>,
  row: RequiredEntityData<Entity>,
  key: readonly EntityKey<Entity>[],
): Promise<boolean> {
  const insertion = em
    .createQueryBuilder(entity)
    .insert(row)
    .onConflict([...key])
    .ignore();
  // The mapper wraps what its own statements throw, and not what those of its builder do.
  const { affectedRows } = await blamingDatabase(insertion.execute('run'));
  return affectedRows > 0;
}
