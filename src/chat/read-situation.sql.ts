// All that the orchestrator sees of a person, in one statement: every turn of every conversation begins with it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { utcToWallClock } from '../kernel/time.ts';
import type { OrchestratorInput } from './orchestrator.agent.ts';
import type { TurnRef } from './turn.ts';

/** How much of the conversation it sees: what stood there when the message was said. */
const HISTORY = 20;
/** Which tasks it sees: from what has just begun to two weeks ahead. */
const LATELY_MS = 12 * 3_600_000;
const UPCOMING_MS = 14 * 24 * 3_600_000;

/** A turn that has begun with this goal, which it opened itself: there is nothing left to be understood. */
export interface Opened {
  opened: string;
}

/**
 * 'answered', too, for a message that was taken back. Throws NOT_FOUND where the person left the organisation: nobody
 * can answer them there.
 */
export async function readSituation(
  ctx: Ctx,
  turn: TurnRef,
): Promise<OrchestratorInput | Opened | 'answered'> {
  const nowMs = Date.now();
  const [{ situation }]: [{ situation: Situation }] = await ctx.em.execute(SITUATION, [
    turn.messageId,
    turn.conversationId,
    turn.messageId,
    new Date(nowMs - LATELY_MS),
    new Date(nowMs + UPCOMING_MS),
  ]);
  const { message, zone, recent, goals, tasks } = situation;
  if (zone === null) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  if (message === null) return 'answered';
  if (message.goalId === derivedId(turn.messageId, 'goal')) return { opened: message.goalId };
  return {
    message: message.text,
    history: recent.toReversed(),
    now_local: localText(new Date(nowMs), zone),
    zone,
    open_goals: goals.map((goal) => ({ ...goal, awaits_approval: goal.status === 'negotiating' })),
    upcoming_tasks: tasks.map(({ id, title, starts_at }) => ({
      id,
      title,
      starts_local: localText(new Date(starts_at), zone),
    })),
  };
}

interface Situation {
  /** Null where it awaits no reply. */
  message: { text: string; goalId: string | null } | null;
  zone: string | null;
  /** Newest first. */
  recent: { role: 'user' | 'assistant' | 'summary'; text: string }[];
  goals: { id: string; title: string; status: 'negotiating' | 'active' }[];
  tasks: { id: string; title: string; starts_at: string }[];
}

const SITUATION = `
  select json_build_object(
    'message', (select json_build_object('text', text, 'goalId', goal_id) from messages
      where id = ? and awaits = 'reply'),
    'zone', (select zone from profiles),
    'recent', (select coalesce(json_agg(m), '[]') from (
      select role, text from messages
      where conversation_id = ? and (created_at, id) < (select created_at, id from messages where id = ?)
      order by created_at desc, id desc limit ${HISTORY}) m),
    'goals', (select coalesce(json_agg(g), '[]') from (
      select id, title, status from goals where status in ('negotiating', 'active') limit 20) g),
    'tasks', (select coalesce(json_agg(t), '[]') from (
      select id, title, starts_at from tasks
      where status in ('pending', 'rescheduled') and starts_at >= ? and starts_at < ?
      order by starts_at limit 40) t)
  ) as situation`;

function localText(instant: Date, zone: string): string {
  const { date, time } = utcToWallClock(instant, zone);
  return `${date}T${time}`;
}
