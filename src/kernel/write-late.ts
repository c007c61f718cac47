// Writes whose answer nobody reads: each is sent with the next statement of its transaction, at the latest with its
// commit, and costs no round trip of its own.
import type {
  EntityData,
  EntityKey,
  EntityName,
  QBFilterQuery,
  RequiredEntityData,
} from '@mikro-orm/postgresql';
import type { Ctx } from './context.ts';
import { UNREAD } from './send-late.ts';

/** What PostgreSQL refuses is thrown by the statement that it is sent with: by the commit, if by no other. */
export async function insertLate<Entity extends object>(
  { em }: Pick<Ctx, 'em'>,
  entity: EntityName<Entity>,
  rows: RequiredEntityData<Entity>[],
): Promise<void> {
  if (rows.length > 0) await em.createQueryBuilder(entity).insert(rows).comment(UNREAD).execute('run');
}

/** As `insertOnce`, for whoever need not know whether the row was there. */
export async function insertOnceLate<Entity extends object>(
  { em }: Pick<Ctx, 'em'>,
  entity: EntityName<Entity>,
  row: RequiredEntityData<Entity>,
  key: readonly EntityKey<Entity>[],
): Promise<void> {
  const insertion = em
    .createQueryBuilder(entity)
    .insert(row)
    .onConflict([...key])
    .ignore();
  await insertion.comment(UNREAD).execute('run');
}

/** The same for a change of the rows that fit, for whoever need not know how many they are. */
export async function updateLate<Entity extends object>(
  { em }: Pick<Ctx, 'em'>,
  entity: EntityName<Entity>,
  where: QBFilterQuery<Entity>,
  change: EntityData<Entity>,
): Promise<void> {
  await em.createQueryBuilder(entity).update(change).where(where).comment(UNREAD).execute('run');
}
