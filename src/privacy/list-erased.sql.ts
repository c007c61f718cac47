// Who was erased, or is being erased beyond recall: what is to be kept outside the database, for a restore.
import type { EntityManager } from '@mikro-orm/postgresql';

export interface Erased {
  /** `lasting_hash` of their id: it leads to nobody who is not in the database. */
  hash: string;
  at: Date;
}

/** As the system, oldest first. */
export async function listErased(em: EntityManager): Promise<Erased[]> {
  const rows = await em.execute<{ hash: string; at: string | Date }[]>(
    `select hash, erased_at as at from erased_people
     union all
     select lasting_hash('person', user_id::text), begun_at from erasures where state = 'erasing'
     order by at, hash`,
  );
  return rows.map(({ hash, at }) => ({ hash, at: new Date(at) }));
}
