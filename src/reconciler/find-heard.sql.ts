// Which messages of people have been heard already, whoever they are of.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system. `externalIds`: MessageSids; returns those that are in the log. */
export async function findHeard(em: EntityManager, externalIds: string[]): Promise<Set<string>> {
  const rows: { external_id: string }[] = await em.execute(
    `select external_id from notification_log
     where direction = 'in' and external_id in (select value from json_array_elements_text(?))`,
    [JSON.stringify(externalIds)],
  );
  return new Set(rows.map(({ external_id }) => external_id));
}
