// After a restore from a backup: whoever was erased since it was made is erased again, before anybody is let in.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { hashOf } from '../account/token-keys.ts';
import { asSystem } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { beginErasure } from './begin-erasure.sql.ts';
import { Erasure } from './erasure.entity.ts';
import { findPeople } from './find-people.sql.ts';

export interface Replayed {
  /** People of the list who are in the database: their erasure has begun, and nobody can take it back. */
  begun: number;
  /** Hashes in the list. */
  listed: number;
}

/** So many people are looked at in one statement. */
const AT_ONCE = 5000;
/** Before every id. */
const NIL_ID = '00000000-0000-0000-0000-000000000000';

/** What `lasting_hash` gives, wherever it stands: in a list of ours, or in lines of a log. */
const hashesIn = (text: string): string[] => [...new Set(text.match(/\b[0-9a-f]{64}\b/g))];

/**
 * `text` holds the hashes. The worker does the rest, as soon as it runs. Harmless when repeated. Throws what PostgreSQL
 * throws.
 */
export async function replayErasures(orm: MikroORM, text: string): Promise<Replayed> {
  const hashes = hashesIn(text);
  let begun = 0;
  for (let after: string | null = NIL_ID; after !== null && hashes.length > 0;) {
    const behind: string = after;
    const page = await asSystem(orm, (em) => findPeople(em, hashes, { after: behind, limit: AT_ONCE }));
    for (const userId of page.found) {
      const erasureId = await asSystem(orm, (em) => ask(em, userId));
      await asSystem(orm, (em) => beginErasure(em, erasureId));
      begun += 1;
    }
    after = page.last;
  }
  return { begun, listed: hashes.length };
}

/** With the commit they belong nowhere. What waited in the backup waits no longer. */
async function ask(em: EntityManager, userId: string): Promise<string> {
  const beginsAt = new Date();
  const known = await em.findOne(Erasure, { userId });
  if (known) {
    await em.nativeUpdate(Erasure, { id: known.id, state: 'waiting' }, { beginsAt });
    return known.id;
  }
  const id = newId();
  // Nobody has the link of its receipt: the erasure that it repeats had one.
  await em.insert(Erasure, { id, userId, beginsAt, receiptHash: hashOf(newId()) });
  return id;
}
