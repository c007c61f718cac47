// What outlives a person: a hash, by the key of the database that never rotates.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system; harmless when repeated. A number is given as `numberKey` has it, a person by their id. */
export async function keepHash(em: EntityManager, of: keyof typeof INTO, what: string): Promise<void> {
  await em.execute(
    `insert into ${INTO[of]} (hash) values (lasting_hash('${of}', ?)) on conflict do nothing`,
    [what],
  );
}

const INTO = { number: 'suppressions', person: 'erased_people' };
