// Finds mails that are queued and have not ended.
import type { EntityManager } from '@mikro-orm/postgresql';
import { PAGE_ROWS, type Position } from './in-pages.ts';
import { HEARD_SECONDS } from './lately.ts';

export type UnsentEmail = Position & { emailId: string };

/** As the system: a page behind `after`, the oldest first; what is told of just now is left out. */
export async function findUnsentEmails(em: EntityManager, after: Position): Promise<UnsentEmail[]> {
  const rows: { id: string; created_at: string }[] = await em.execute(UNSENT, [after.at, after.id]);
  return rows.map(({ id, created_at }) => ({ at: new Date(created_at), id, emailId: id }));
}

const UNSENT = `
  select id, created_at from emails
  where state in ('planned', 'sending') and (created_at, id) > (?, ?)
    and created_at < now() - interval '${HEARD_SECONDS} seconds'
  order by created_at, id limit ${PAGE_ROWS}`;
