// Erasures that are not done.
import type { EntityManager } from '@mikro-orm/postgresql';
import { PAGE_ROWS, type Position } from './in-pages.ts';

export interface FoundErasure extends Position {
  /** It waits still, though its time has come. */
  isDue: boolean;
}

/** As the system, in the order in which they were asked for, behind `after`. */
export async function findOpenErasures(em: EntityManager, after: Position): Promise<FoundErasure[]> {
  const rows = await em.execute<{ id: string; at: string | Date; isDue: boolean }[]>(
    `select id, created_at as at, state = 'waiting' and begins_at < now() - interval '10 seconds' as "isDue"
     from erasures where state <> 'done' and (created_at, id) > (?, ?) order by created_at, id limit ?`,
    [after.at, after.id, PAGE_ROWS],
  );
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
