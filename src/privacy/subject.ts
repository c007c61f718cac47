// Whose account an erasure is about, as long as it is not done.
import type { EntityManager } from '@mikro-orm/postgresql';
import { Erasure } from './erasure.entity.ts';

/** Their id, as the system; null when it is over. */
export async function personOfErasure(em: EntityManager, erasureId: string): Promise<string | null> {
  const erasure = await em.findOne(Erasure, { id: erasureId });
  return erasure?.userId ?? null;
}

/**
 * SQL, of the person ? (twice): every organisation in which anything is theirs, those that they have left as well.
 * Their profiles say so until they go; the erasure has noted it when it began.
 */
export const ORGS_OF_PERSON = `array(
  select org_id from profiles where user_id = ? union select unnest(org_ids) from erasures where user_id = ?)`;
