// The rows of somebody go, a minute at a time, and at last whatever leads from their erasure to them.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { numberKey } from '../account/phone-number.ts';
import { Profile } from '../account/profile.entity.ts';
import { asSystem } from '../kernel/context.ts';
import { CATALOGUE } from './catalogue.ts';
import { eraseBatch } from './erase-rows.sql.ts';
import { Erasure } from './erasure.entity.ts';
import { keepHash } from './keep-hash.sql.ts';
import { personOfErasure } from './subject.ts';

export interface RowPorts {
  orm: MikroORM;
}

const FOR_MS = 60_000;

/** In the order of the catalogue; the erasure's own row ends last. */
const TO_ERASE = CATALOGUE.filter(({ table, whose }) => whose !== 'nobody' && table !== 'erasures');

/** Harmless when repeated, and beside another attempt. Throws what PostgreSQL throws. */
export async function eraseRows(
  { orm }: RowPorts,
  erasureId: string,
  signal?: AbortSignal,
): Promise<{ isDone: boolean }> {
  const userId = await asSystem(orm, (em) => personOfErasure(em, erasureId));
  if (userId === null) return { isDone: true };
  await asSystem(orm, (em) => keepStops(em, userId));
  const startedAt = performance.now();
  for (const entry of TO_ERASE)
    for (;;) {
      if (signal?.aborted || performance.now() - startedAt > FOR_MS) return { isDone: false };
      const erased = await asSystem(orm, (em) => eraseBatch(em, entry, { erasureId, userId }));
      if (erased === null) break;
    }
  return { isDone: true };
}

/** A STOP outlives the account: whoever proves that number again is not called before they say so. */
async function keepStops(em: EntityManager, userId: string): Promise<void> {
  const silenced = { userId, phoneVerifiedAt: { $ne: null }, callsOffAt: { $ne: null } };
  for (const { phone } of await em.find(Profile, silenced)) {
    if (phone) await keepHash(em, 'number', numberKey(phone));
  }
}

/** Harmless when repeated. Throws what PostgreSQL throws. */
export async function finishErasure({ orm }: RowPorts, erasureId: string): Promise<void> {
  await asSystem(orm, async (em) => {
    const userId = await personOfErasure(em, erasureId);
    if (userId === null) return;
    await keepHash(em, 'person', userId);
    const nobody = { userId: null, homeOrgId: null, orgIds: [], copiesAfter: null };
    await em.nativeUpdate(Erasure, { id: erasureId }, { ...nobody, state: 'done', finishedAt: new Date() });
  });
}
