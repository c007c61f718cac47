// One step of a session: the host says who speaks, that agent speaks, and what it says is stored, once, whoever dies
// meanwhile. Everything it needs stands in PostgreSQL.
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { shorten } from '../kernel/shorten.ts';
import { isVisible } from '../kernel/text.ts';
import { ask, type About, type ThinkingPorts } from '../llm/ask.ts';
import { idleAt, beginTurn, finishTurn, giveUpTurn, noteChoice, type BegunTurn } from './begin-turn.ts';
import { endSession } from './end-session.ts';
import { roomTurns } from './room-metrics.ts';
import { roomHost } from './room-host.agent.ts';
import { roomSummariser } from './room-summariser.agent.ts';
import { RoomSession } from './session.entity.ts';
import type { SessionRef, Step } from './sessions.ts';
import { speak, type RoomTools } from './speak.ts';
import { unlessFailed } from './unless-failed.ts';

export interface TakeTurnPorts extends ThinkingPorts {
  /** Of the registry, those that only read. */
  roomTools: RoomTools;
}

/** What an agent says at most, in UTF-16 units. */
const LONGEST = 4000;

/** `owner`: of the room, who pays. Safe to repeat, and to run twice at once: what is stored first counts. */
export async function takeTurn(ports: TakeTurnPorts, owner: Actor, ref: SessionRef): Promise<Step> {
  const found = await asPerson(ports, owner, (ctx) => beginTurn(ctx, ref.sessionId));
  if (found.kind === 'ended' || found.kind === 'waits') return found;
  if (found.kind === 'ending') {
    await endSession(ports, owner, found);
    return { kind: 'ended' };
  }
  const begun = await shortened(ports, owner, found.begun);
  const chosen = await choose(ports, owner, begun);
  if (chosen === 'waits') return { kind: 'waits', untilMs: idleAt(begun.session) };
  if (chosen === 'finished') {
    await endSession(ports, owner, { ...begun, reason: 'finished' });
    return { kind: 'ended' };
  }
  const end = await said(ports, owner, begun, chosen);
  const outcome = await asPerson(ports, owner, (ctx) => finishTurn(ctx, begun, end));
  roomTurns.inc({ outcome: outcome === 'said' ? end.state : outcome });
  return { kind: 'said' };
}

/** The older turns in short, where they are many. A summary that fails is made another time. */
async function shortened(ports: TakeTurnPorts, owner: Actor, begun: BegunTurn): Promise<BegunTurn> {
  const { transcript, session, topic } = begun;
  if (!transcript.condense) return begun;
  const { turns, to } = transcript.condense;
  const input = { topic, earlier: transcript.summary, turns };
  const asking = ask({ ...ports, person: owner }, roomSummariser, input, aboutOf(begun, null));
  const condensed = await unlessFailed(asking, null);
  if (!condensed) return begun;
  const { summary } = condensed;
  await asPerson(ports, owner, (ctx) =>
    ctx.em.nativeUpdate(
      RoomSession,
      { id: session.id, endedAt: null, summarisedTo: session.summarisedTo ?? null },
      { summary: shorten(summary, LONGEST), summarisedTo: to },
    ),
  );
  return { ...begun, transcript: { summary, turns: transcript.turns.slice(turns.length), condense: null } };
}

/** The key of whoever speaks. The host is asked where there is a choice, or a question whether to go on. */
async function choose(
  ports: TakeTurnPorts,
  owner: Actor,
  begun: BegunTurn,
): Promise<{ agentKey: string } | 'waits' | 'finished'> {
  const { turn, session, candidates, topic, transcript } = begun;
  if (turn.agentKey) return { agentKey: turn.agentKey };
  const [first] = candidates;
  const isAnswered = transcript.turns.at(-1)?.by !== 'person' && session.turns > 0;
  if (!first || (session.kind === 'direct' && isAnswered))
    return wait(ports, owner, begun, 'It is for the people to go on.');
  const input = {
    topic,
    agents: candidates.map(({ agentKey, name, persona }) => ({ agent_key: agentKey, name, persona })),
    summary: transcript.summary,
    turns: transcript.turns,
    turns_left: session.limits.turns - session.turns,
  };
  const decision =
    session.kind === 'direct'
      ? { next: 'speak' as const, agent_key: first.agentKey, why: 'They talk with each other alone.' }
      : await unlessFailed(ask({ ...ports, person: owner }, roomHost, input, aboutOf(begun, null)), LOST);
  const why = isVisible(decision.why) ? shorten(decision.why, 300) : 'No reason was given.';
  if (decision.next === 'wait') return wait(ports, owner, begun, why);
  if (decision.next === 'end' && isAnswered) return 'finished';
  const named = candidates.find(({ agentKey }) => agentKey === decision.agent_key);
  const choice = named
    ? { agentKey: named.agentKey, why }
    : { agentKey: first.agentKey, why: 'The host named nobody who may speak: the first one does.' };
  await asPerson(ports, owner, (ctx) => noteChoice(ctx, turn, choice));
  return choice;
}

/** Of a host who gives no answer: the first one speaks. */
const LOST = { next: 'speak' as const, agent_key: null, why: '' };

async function wait(store: Store, owner: Actor, begun: BegunTurn, why: string): Promise<'waits'> {
  await asPerson(store, owner, (ctx) => giveUpTurn(ctx, begun, why));
  return 'waits';
}

type End = Parameters<typeof finishTurn>[2];

/** An agent that fails, stalls or says nothing does not stop the room. What we are away for does: it is tried again. */
async function said(
  ports: TakeTurnPorts,
  owner: Actor,
  begun: BegunTurn,
  { agentKey }: { agentKey: string },
): Promise<End> {
  const agent = begun.agents.find((one) => one.agentKey === agentKey);
  if (!agent) return { state: 'failed', agentKey, why: 'It has left the room.' };
  const text = await unlessFailed(speak(ports, owner, begun, agent, aboutOf(begun, agent.id)), null);
  if (text === null) return { state: 'failed', agentKey, why: 'It gave no answer that could be used.' };
  if (!isVisible(text)) return { state: 'failed', agentKey, why: 'It said nothing.' };
  return { state: 'said', agentKey, text: shorten(text, LONGEST) };
}

const aboutOf = ({ session }: Pick<BegunTurn, 'session'>, agentId: string | null): About => ({
  room: { roomId: session.roomId, sessionId: session.id, agentId },
});
