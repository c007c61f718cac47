// Ends a session: with its reason, and a summary of what was said.
import { asPerson, type Actor } from '../kernel/context.ts';
import { shorten } from '../kernel/shorten.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { roomSessionsEnded } from './room-metrics.ts';
import { roomSummariser } from './room-summariser.agent.ts';
import type { EndReason } from './session-words.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';
import type { Transcript } from './transcript.ts';
import { unlessFailed } from './unless-failed.ts';

const LONGEST = 4000;

export interface Ending {
  session: RoomSession;
  reason: EndReason;
  transcript: Transcript;
  topic: string | null;
}

/** Safe to repeat: the first end counts. */
export async function endSession(ports: ThinkingPorts, owner: Actor, ending: Ending): Promise<void> {
  const { session, reason } = ending;
  const summary = await summaryOf(ports, owner, ending);
  const hasEnded = await asPerson(ports, owner, async (ctx) => {
    const { id: sessionId } = session;
    await ctx.em.nativeUpdate(RoomTurn, { sessionId, state: 'claimed' }, { state: 'interrupted' });
    await ctx.em.nativeUpdate(RoomTurn, { sessionId, state: 'open' }, { state: 'heard' });
    const end = { reason, summary, endedAt: new Date() };
    return ctx.em.nativeUpdate(RoomSession, { id: sessionId, endedAt: null }, end);
  });
  if (hasEnded > 0) roomSessionsEnded.inc({ reason });
}

/** Where nothing was said there is nothing to sum up; and nobody is asked on behalf of somebody who is held. */
async function summaryOf(
  ports: ThinkingPorts,
  owner: Actor,
  { session, reason, transcript, topic }: Ending,
): Promise<string> {
  const { summary: earlier, turns } = transcript;
  if (turns.length === 0) return earlier ?? 'Nothing was said.';
  if (reason === 'safety_hold') return earlier ?? 'It was broken off.';
  const about = { room: { roomId: session.roomId, sessionId: session.id, agentId: null } };
  const asking = ask({ ...ports, person: owner }, roomSummariser, { topic, earlier, turns }, about);
  const { summary } = await unlessFailed(asking, { summary: earlier ?? 'Nobody could sum it up.' });
  return shorten(summary, LONGEST);
}
