// Deletes what the provider keeps of somebody: what our logs name, and what went to and came from their number since
// it was theirs, such as answers that no log has an id of.
import type { MikroORM } from '@mikro-orm/postgresql';
import { Profile } from '../account/profile.entity.ts';
import { addressOf, type Address } from '../channels/address.ts';
import type { ProviderCopies } from '../channels/provider-copies.ts';
import { asSystem } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { addCounts } from './add-counts.sql.ts';
import { Erasure } from './erasure.entity.ts';
import { listCopies } from './list-copies.sql.ts';
import { personOfErasure } from './subject.ts';

export interface CopyPorts {
  orm: MikroORM;
  copies: ProviderCopies;
}

const PAGE = 50;
const AT_ONCE = 5;
/** What the provider still refuses to delete so long after the erasure began, it will never delete. */
const PATIENCE_MS = 60 * 60_000;

/**
 * One page of them, or the rest. Harmless when repeated. Throws PROVIDER_UNAVAILABLE, also while something of theirs is
 * still on its way, and what PostgreSQL throws.
 */
export async function forgetCopies(ports: CopyPorts, erasureId: string): Promise<{ isDone: boolean }> {
  const userId = await asSystem(ports.orm, (em) => personOfErasure(em, erasureId));
  if (userId === null) return { isDone: true };
  const page = await asSystem(ports.orm, (em) => listCopies(em, erasureId, userId, PAGE));
  const counts = await forget(ports, page.sids, page.begunAt);
  const last = page.sids.at(-1);
  if (last !== undefined) {
    await asSystem(ports.orm, async (em) => {
      await addCounts(em, erasureId, counts);
      await em.nativeUpdate(Erasure, { id: erasureId }, { copiesAfter: last });
    });
    return { isDone: false };
  }
  for (const { address, since } of await listAddresses(ports, userId)) {
    const sids = await ports.copies.list({ address, since });
    const more = await forget(ports, sids, page.begunAt);
    await asSystem(ports.orm, (em) => addCounts(em, erasureId, more));
  }
  return { isDone: true };
}

async function forget({ copies }: CopyPorts, sids: string[], begunAt: Date): Promise<Record<string, number>> {
  const counts = { 'copies.messages': 0, 'copies.calls': 0, 'copies.recordings': 0, 'copies.refused': 0 };
  for (let first = 0; first < sids.length; first += AT_ONCE)
    await Promise.all(
      sids.slice(first, first + AT_ONCE).map(async (sid) => {
        const { kind, recordings } = await copies.forget(sid);
        if (kind === 'refused' && Date.now() - begunAt.getTime() < PATIENCE_MS)
          throw new FluxError('PROVIDER_UNAVAILABLE', { detail: 'something is still on its way' });
        counts['copies.recordings'] += recordings;
        counts[
          kind === 'refused' ? 'copies.refused' : sid.startsWith('CA') ? 'copies.calls' : 'copies.messages'
        ] += 1;
      }),
    );
  return counts;
}

interface Reached {
  address: Address;
  since: Date;
}

/** Numbers that are theirs, and since when: what was said there before was another's. */
async function listAddresses({ orm }: CopyPorts, userId: string): Promise<Reached[]> {
  const profiles = await asSystem(orm, (em) => em.find(Profile, { userId, phoneVerifiedAt: { $ne: null } }));
  const reached = new Map<Address, Date>();
  for (const { phone, whatsappAddress, phoneVerifiedAt: since } of profiles)
    for (const address of [addressOf(phone), addressOf(whatsappAddress)])
      if (address !== null && since) reached.set(address, since);
  return [...reached].map(([address, since]) => ({ address, since }));
}
