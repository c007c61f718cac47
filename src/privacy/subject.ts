// Whose account an erasure is about, as long as it is not done.
import type { EntityManager } from '@mikro-orm/postgresql';
import { Erasure } from './erasure.entity.ts';

/** Their id, as the system; null when it is over. */
export async function personOfErasure(em: EntityManager, erasureId: string): Promise<string | null> {
  const erasure = await em.findOne(Erasure, { id: erasureId });
  return erasure?.userId ?? null;
}
