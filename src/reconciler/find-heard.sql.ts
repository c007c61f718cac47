// Which messages of people have been heard already, whoever they are of.
import type { EntityManager } from '@mikro-orm/postgresql';

/** As the system. `externalIds`: MessageSids; returns those that are in the log, and when they were heard. */
export async function findHeard(em: EntityManager, externalIds: string[]): Promise<Map<string, Date>> {
  const rows: { external_id: string; heard_at: string }[] = await em.execute(
    `select external_id, min(created_at) as heard_at from notification_log
     where direction = 'in' and external_id in (select value from json_array_elements_text(?)) group by external_id`,
    [JSON.stringify(externalIds)],
  );
  return new Map(rows.map(({ external_id, heard_at }) => [external_id, new Date(heard_at)]));
}
