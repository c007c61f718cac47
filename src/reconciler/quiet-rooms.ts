// Sessions of rooms that should go on: the word that somebody spoke was lost, or their workflow was ended by hand.
import { asSystem } from '../kernel/context.ts';
import { findQuietRooms, type QuietRoom } from './find-quiet-rooms.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

/** One that runs only looks again: nobody who is speaking is interrupted. */
export const quietRooms: Kind = {
  name: 'quiet-rooms',
  look: ({ orm, roomSessions, runs, log }, look) =>
    inPages<QuietRoom>(look, {
      find: (after) => asSystem(orm, (em) => findQuietRooms(em, after)),
      pick: async (sessions) => [
        ...sessions.filter(({ isUnheard }) => isUnheard),
        ...(await runs.roomSessions(sessions.filter(({ isUnheard }) => !isUnheard))),
      ],
      revive: async ({ orgId, userId, sessionId }) => {
        await roomSessions.revive({ orgId, userId }, { sessionId });
        return true;
      },
      since: ({ at }) => at,
      failed: ({ sessionId }, error) =>
        log.warn({ err: error, session_id: sessionId }, 'session of a room not taken up'),
    }),
};
