// The one way to write a row that a repeat may bring again: the first one stays, the others change nothing.
import type { EntityManager, EntityName, RequiredEntityData } from '@mikro-orm/postgresql';

/**
 * Inserts `row` unless one with the same `key` (properties with a unique index) is there. Resolves to whether this
 * call wrote it. Values of JSON columns are given as they are. Under row security a row of somebody else counts as
 * there, and is not told apart.
 */
export async function insertOnce<Entity extends object>(
  em: EntityManager,
  entity: EntityName<Entity>,
  row: RequiredEntityData<Entity>,
  key: readonly (keyof Entity & string)[],
): Promise<boolean> {
  const { tableName, properties } = em.getMetadata().get(entity);
  const given = Object.entries(row).filter(([, value]) => value !== undefined);
  const propertyOf = (name: string) =>
    (properties as Record<string, { fieldNames: string[]; columnTypes: string[] }>)[name]!;
  const columnOf = (name: string): string => propertyOf(name).fieldNames[0]!;
  const isJson = (name: string): boolean => propertyOf(name).columnTypes[0]!.startsWith('json');
  const columns = given.map(([name]) => columnOf(name)).join(', ');
  const places = given.map(() => '?').join(', ');
  const values = given.map(([name, value]) => {
    if (isJson(name) && value !== null) return JSON.stringify(value);
    return Array.isArray(value) ? em.getPlatform().marshallArray(value) : value;
  });
  const written = await em.execute(
    `insert into ${tableName} (${columns}) values (${places}) on conflict (${key.map(columnOf).join(', ')}) do nothing returning 1`,
    values,
  );
  return written.length > 0;
}
