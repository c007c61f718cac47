// Finds sessions of rooms that should go on: what people said that nobody has heard, agents who are to speak, and those
// that nobody ended in time.
import type { EntityManager } from '@mikro-orm/postgresql';
import type { Person } from '../kernel/context.ts';
import { PAGE_ROWS, type Position } from './in-pages.ts';

/** `userId`: of the room's owner. */
export type QuietRoom = Position &
  Person & {
    sessionId: string;
    /** A person spoke, and no agent has heard it: whoever runs it was not told. */
    isUnheard: boolean;
  };

/** As the system, in all organisations: a page behind `after`, of what is so for half a minute or longer. */
export async function findQuietRooms(em: EntityManager, after: Position): Promise<QuietRoom[]> {
  const rows: Row[] = await em.execute(QUIET, [after.at, after.id]);
  return rows.map(({ id, org_id: orgId, user_id: userId, created_at, is_unheard: isUnheard }) => ({
    at: new Date(created_at),
    id,
    orgId,
    userId,
    sessionId: id,
    isUnheard,
  }));
}

interface Row {
  id: string;
  org_id: string;
  user_id: string;
  created_at: string;
  is_unheard: boolean;
}

const QUIET = `
  select s.id, s.org_id, s.user_id, s.created_at, u.is_unheard from room_sessions s
  cross join lateral (select exists (select from room_turns t where t.session_id = s.id and t.state = 'open'
    and t.said_at < now() - interval '30 seconds') as is_unheard) u
  where s.ended_at is null and s.created_at < now() - interval '30 seconds' and (s.created_at, s.id) > (?, ?)
    and exists (select from members m where m.org_id = s.org_id and m.user_id = s.user_id)
    and (not s.waits_for_people
      or u.is_unheard
      or s.last_said_at + (s.limits ->> 'idle_minutes')::int * interval '1 minute' < now() - interval '30 seconds'
      or s.created_at + (s.limits ->> 'minutes')::int * interval '1 minute' < now() - interval '30 seconds')
  order by s.created_at, s.id limit ${PAGE_ROWS}`;
