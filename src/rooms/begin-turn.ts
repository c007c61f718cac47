// Begins the next turn of a session, in one transaction: ends what has reached a limit, hears what people said, and
// claims the turn before anybody is asked. What a worker left behind is found here, and taken up.
import { LockMode } from '@mikro-orm/core';
import type { Ctx } from '../kernel/context.ts';
import { newId } from '../kernel/ids.ts';
import { isHeld, readHold } from '../safety/keep-hold.ts';
import { sessionLimits } from './limits.ts';
import { Room, RoomAgent } from './room.entity.ts';
import { sessionSpent } from './session-spent.sql.ts';
import type { EndReason } from './session-words.ts';
import { RoomSession, RoomTurn } from './session.entity.ts';
import { readTranscript, type Transcript } from './transcript.ts';

export interface BegunTurn {
  session: RoomSession;
  topic: string | null;
  turn: RoomTurn;
  /** All agents of the room; of a direct session its own. */
  agents: RoomAgent[];
  /** Of them, those that may speak now. */
  candidates: RoomAgent[];
  transcript: Transcript;
}

export type Begun =
  | { kind: 'turn'; begun: BegunTurn }
  | { kind: 'waits'; untilMs: number }
  | { kind: 'ending'; reason: EndReason; session: RoomSession; transcript: Transcript; topic: string | null }
  | { kind: 'ended' };

const MINUTE_MS = 60_000;
/** So many turns in a row that failed are enough: then it is for the people to go on. */
const MOST_FAILURES = 3;

/** As the room's owner. Holds the session until the end of the transaction. */
export async function beginTurn(ctx: Ctx, sessionId: string): Promise<Begun> {
  const session = await hold(ctx, sessionId);
  if (!session || session.endedAt) return { kind: 'ended' };
  const { roomId } = session;
  const room = await ctx.em.findOneOrFail(Room, { id: roomId });
  const topic = room.topic ?? null;
  const open = await ctx.em.find(RoomTurn, { sessionId, state: { $in: ['open', 'claimed'] } });
  const posts = open.filter(({ kind }) => kind === 'post');
  const all = await agentsOf(ctx, room);
  const agents = session.kind === 'room' ? all : all.filter(({ agentKey }) => agentKey === session.agentKey);
  const stop = open.find(({ kind }) => kind === 'stop');
  const over = stop
    ? ((stop.why as EndReason | null) ?? 'stopped')
    : await reasonToEnd(ctx, session, { room, agents, isSpokenTo: posts.length > 0 });
  const transcript = await readTranscript(ctx, session);
  if (over) return { kind: 'ending', reason: over, session, transcript, topic };
  const claimed = open.find(({ state }) => state === 'claimed');
  if (claimed && posts.length === 0) {
    const candidates = await candidatesOf(ctx, session, agents);
    return { kind: 'turn', begun: { session, topic, turn: claimed, agents, candidates, transcript } };
  }
  if (claimed) await settle(ctx, claimed, { state: 'interrupted' });
  if (posts.length === 0 && session.waitsForPeople) return { kind: 'waits', untilMs: idleAt(session) };
  const addressed = posts.findLast(({ addressedTo }) => addressedTo !== null)?.addressedTo ?? null;
  const turn = await claim(ctx, session, { posts, agentKey: addressedIn(agents, addressed) });
  const candidates = await candidatesOf(ctx, session, agents);
  return { kind: 'turn', begun: { session, topic, turn, agents, candidates, transcript } };
}

/** With every limit that there is: one that was begun before has the usual one. */
async function hold(ctx: Ctx, id: string): Promise<RoomSession | null> {
  const lock = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true };
  const session = await ctx.em.findOne(RoomSession, { id }, lock);
  return session && { ...session, limits: sessionLimits.parse(session.limits) };
}

/** In a room that others are let into nobody looks anything up: what is its owner's alone stays theirs. */
async function agentsOf(ctx: Ctx, { id: roomId, membersMay, managersMay }: Room): Promise<RoomAgent[]> {
  const agents = await ctx.em.find(RoomAgent, { roomId }, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const isShared = membersMay !== 'none' || managersMay !== 'none';
  return isShared ? agents.map((agent) => ({ ...agent, tools: [] })) : agents;
}

/** Null: it goes on. Also looked at where a limit of time is reached while nobody speaks. */
async function reasonToEnd(
  ctx: Ctx,
  session: RoomSession,
  { room, agents, isSpokenTo }: { room: Room; agents: RoomAgent[]; isSpokenTo: boolean },
): Promise<EndReason | null> {
  const { limits } = session;
  const now = Date.now();
  if (room.deletedAt) return 'room_deleted';
  if (agents.length === 0) return 'no_agents';
  if (isHeld(await readHold(ctx))) return 'safety_hold';
  if (session.turns >= limits.turns) return 'turns';
  if (now >= session.createdAt.getTime() + limits.minutes * MINUTE_MS) return 'minutes';
  if (session.waitsForPeople && !isSpokenTo && now >= idleAt(session)) return 'idle_minutes';
  const { tokens, creditThousandths } = await sessionSpent(ctx, session.id);
  if (tokens >= limits.tokens) return 'tokens';
  return creditThousandths >= limits.credits * 1000 ? 'credits' : null;
}

/** Epoch milliseconds: when it ends if nobody says anything. */
export const idleAt = ({ lastSaidAt, createdAt, limits }: RoomSession): number =>
  Math.min(
    lastSaidAt.getTime() + limits.idle_minutes * MINUTE_MS,
    createdAt.getTime() + limits.minutes * MINUTE_MS,
  );

async function claim(
  ctx: Ctx,
  session: RoomSession,
  { posts, agentKey }: { posts: RoomTurn[]; agentKey: string | null },
): Promise<RoomTurn> {
  const { orgId, userId, roomId, id: sessionId } = session;
  if (posts.length > 0) {
    const ids = posts.map(({ id }) => id);
    await ctx.em.nativeUpdate(RoomTurn, { id: { $in: ids } }, { state: 'heard' });
    const lastSaidAt = new Date(Math.max(...posts.map(({ saidAt }) => saidAt!.getTime())));
    const change = { waitsForPeople: false, failures: 0, lastSaidAt };
    await ctx.em.nativeUpdate(RoomSession, { id: sessionId }, change);
  }
  const id = newId();
  const row = { id, orgId, userId, roomId, sessionId, kind: 'turn' as const, state: 'claimed' as const };
  await ctx.em.insert(RoomTurn, { ...row, agentKey });
  return ctx.em.findOneOrFail(RoomTurn, { id });
}

const addressedIn = (agents: RoomAgent[], key: string | null): string | null =>
  agents.find(({ agentKey }) => agentKey === key)?.agentKey ?? null;

/** But for whoever has had its turns in a row, and for those that have failed since anybody spoke. */
async function candidatesOf(ctx: Ctx, session: RoomSession, agents: RoomAgent[]): Promise<RoomAgent[]> {
  const { id: sessionId } = session;
  const most = session.limits.same_speaker;
  const last = await ctx.em.find(
    RoomTurn,
    { sessionId, kind: { $in: ['turn', 'post'] }, saidAt: { $ne: null } },
    { orderBy: { saidAt: 'desc', id: 'desc' }, limit: most },
  );
  const [first] = last;
  const since = first?.saidAt ?? session.createdAt;
  const failed = await ctx.em.find(RoomTurn, { sessionId, state: 'failed', createdAt: { $gte: since } });
  const isFull =
    last.length === most && last.every((one) => one.agentKey && one.agentKey === first!.agentKey);
  const out = [...failed.map(({ agentKey }) => agentKey), ...(isFull ? [first!.agentKey] : [])];
  return agents.filter(({ agentKey }) => !out.includes(agentKey));
}

/** How a claimed turn ends. Resolves to whether it was this call that ended it. */
export async function settle(
  ctx: Ctx,
  { id }: Pick<RoomTurn, 'id'>,
  end: Partial<Pick<RoomTurn, 'state' | 'text' | 'agentKey' | 'why' | 'saidAt'>>,
): Promise<boolean> {
  return (await ctx.em.nativeUpdate(RoomTurn, { id, state: 'claimed' }, end)) > 0;
}

/** Said, failed, or nothing to say: what the session is after it. */
export async function finishTurn(
  ctx: Ctx,
  { session, turn }: Pick<BegunTurn, 'session' | 'turn'>,
  end: { state: 'said'; text: string; agentKey: string } | { state: 'failed'; agentKey: string; why: string },
): Promise<'said' | 'interrupted'> {
  const held = await hold(ctx, session.id);
  const isSpokenTo = (await ctx.em.count(RoomTurn, { sessionId: session.id, state: 'open' })) > 0;
  if (!held || held.endedAt || isSpokenTo) {
    await settle(ctx, turn, { state: 'interrupted' });
    return 'interrupted';
  }
  const saidAt = end.state === 'said' ? new Date() : null;
  if (!(await settle(ctx, turn, { ...end, ...(saidAt && { saidAt }) }))) return 'interrupted';
  const failures = end.state === 'failed' ? held.failures + 1 : 0;
  await ctx.em.nativeUpdate(
    RoomSession,
    { id: session.id },
    {
      turns: held.turns + 1,
      failures,
      ...(saidAt && { lastSaidAt: saidAt }),
      ...(failures >= MOST_FAILURES && { waitsForPeople: true }),
    },
  );
  return 'said';
}

/** The host has chosen: it is not asked again, whatever becomes of the worker. */
export const noteChoice = (ctx: Ctx, turn: RoomTurn, choice: { agentKey: string; why: string }) =>
  settle(ctx, turn, choice);

/** Nobody speaks: the people do, or it ends. */
export async function giveUpTurn(
  ctx: Ctx,
  { session, turn }: Pick<BegunTurn, 'session' | 'turn'>,
  why: string,
) {
  await settle(ctx, turn, { state: 'interrupted', why });
  await ctx.em.nativeUpdate(RoomSession, { id: session.id }, { waitsForPeople: true });
}
