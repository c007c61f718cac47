// What the agents of a session are shown of it: bounded, however long it goes on.
import type { Ctx } from '../kernel/context.ts';
import { shortenToTokens } from '../llm/token-estimate.ts';
import { RoomTurn, type RoomSession } from './session.entity.ts';

export interface Heard {
  by: 'person' | 'agent';
  agent_key: string | null;
  text: string;
}

export interface Transcript {
  /** Of all before `turns`. */
  summary: string | null;
  /** Oldest first. */
  turns: Heard[];
  /** Of them, those that are to be condensed, and up to when; null: it is short. */
  condense: { turns: Heard[]; to: Date } | null;
}

/** Turns word for word: from so many on the older ones are condensed, and so many stay. */
const FULL = 32;
const KEPT = 12;
/** A lost summary may leave more than these: the oldest of them then fall out. */
const MOST = 80;
/** Of one turn, in tokens. */
const OF_ONE = 600;

/** In the transaction of whoever the room belongs to. */
export async function readTranscript(ctx: Ctx, session: RoomSession): Promise<Transcript> {
  const since = session.summarisedTo ? { $gt: session.summarisedTo } : { $ne: null };
  const rows = await ctx.em.find(
    RoomTurn,
    { sessionId: session.id, saidAt: since, text: { $ne: null } },
    { orderBy: { saidAt: 'desc', id: 'desc' }, limit: MOST },
  );
  const oldestFirst = rows.toReversed();
  const older = oldestFirst.length < FULL ? [] : oldestFirst.slice(0, -KEPT);
  const last = older.at(-1);
  return {
    summary: session.summary ?? null,
    turns: oldestFirst.map(heard),
    condense: last ? { turns: older.map(heard), to: last.saidAt! } : null,
  };
}

const heard = ({ kind, agentKey, text }: RoomTurn): Heard => ({
  by: kind === 'post' ? 'person' : 'agent',
  agent_key: agentKey ?? null,
  text: shortenToTokens(text ?? '', OF_ONE),
});
