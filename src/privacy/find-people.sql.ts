// People by the hashes that were kept of them when they were erased.
import type { EntityManager } from '@mikro-orm/postgresql';

export interface PageOfPeople {
  /** Ids of those among them whose hash is known. */
  found: string[];
  /** Up to where was looked; null: nobody is left. */
  last: string | null;
}

/** As the system: so many people at most, behind `after` (an id). */
export async function findPeople(
  em: EntityManager,
  hashes: readonly string[],
  { after, limit }: { after: string; limit: number },
): Promise<PageOfPeople> {
  const [row] = await em.execute<PageOfPeople[]>(
    `with page as (select id from users where id > ? order by id limit ?)
     select coalesce(array_agg(id order by id) filter (where lasting_hash('person', id::text) = any (?)), '{}') as found,
       (array_agg(id order by id desc))[1] as last
     from page`,
    [after, limit, arrayOf(hashes)],
  );
  return row ?? { found: [], last: null };
}

/** As PostgreSQL writes an array; hashes hold nothing that would have to be escaped. */
const arrayOf = (hashes: readonly string[]): string => `{${hashes.join(',')}}`;
