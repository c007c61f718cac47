// A session of a room: one step of it, and the rest where no step can be taken.
import { asPerson, type Person } from '../src/kernel/context.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import { restSession } from '../src/rooms/rest-session.ts';
import type { Step } from '../src/rooms/sessions.ts';
import type { RoomTools } from '../src/rooms/speak.ts';
import { takeTurn } from '../src/rooms/take-turn.ts';
import { withinAttempts } from './attempts.ts';
import { actorOf, quick, slow } from './bind.ts';
import { thinkingNow } from './think.ts';

export interface RoomPorts extends Omit<ThinkingPorts, 'signal'> {
  roomTools: RoomTools;
}

type OfSession = Person & { sessionId: string };

/** A defect is not mended by trying for ever. */
const HOPELESS_AFTER = 6;
/** Until somebody speaks: a defect is looked at again then. */
const REST_MS = 5 * 60_000;

export const roomActivities = (ports: RoomPorts) => ({
  ...slow({
    takeRoomTurn: ({ sessionId, ...owner }: OfSession): Promise<Step> =>
      withinAttempts(HOPELESS_AFTER, () =>
        takeTurn(thinkingNow(ports), actorOf(owner, 'system'), { sessionId }),
      ),
  }),
  ...quick({
    restRoomSession: async ({ sessionId, ...owner }: OfSession): Promise<Step> => {
      await asPerson(ports, actorOf(owner, 'system'), (ctx) => restSession(ctx, sessionId));
      return { kind: 'waits', untilMs: Date.now() + REST_MS };
    },
  }),
});
