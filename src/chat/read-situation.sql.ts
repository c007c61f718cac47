// All that the orchestrator sees of a person, in one statement: every turn of every conversation begins with it.
import type { Ctx } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { derivedId } from '../kernel/ids.ts';
import { utcToWallClock } from '../kernel/time.ts';
import type { OrchestratorInput } from './orchestrator.agent.ts';
import type { TurnRef } from './turn.ts';

/** How much of the conversation it sees: what stood there when the message was said. */
const HISTORY = 20;
/** How many goals: the one whose plan it was shown last, what is negotiated, and then the newest. */
const GOALS = 20;
/** Which tasks it sees: from what had just begun when it was said to two weeks ahead. */
const LATELY = '12 hours';
const UPCOMING = '14 days';

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
  const [{ situation }]: [{ situation: Situation }] = await ctx.em.execute(SITUATION, [
    turn.messageId,
    turn.conversationId,
    turn.conversationId,
  ]);
  const { message, zone, recent, goals, tasks } = situation;
  if (zone === null) throw new FluxError('NOT_FOUND', { detail: 'no profile' });
  if (message === null) return 'answered';
  if (message.goalId === derivedId(turn.messageId, 'goal')) return { opened: message.goalId };
  return {
    message: message.text,
    history: recent
      .toReversed()
      .map(({ saidAt, ...said }) => ({ ...said, said_local: localText(new Date(saidAt), zone) })),
    now_local: localText(new Date(message.saidAt), zone),
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
  message: { text: string; goalId: string | null; saidAt: string } | null;
  zone: string | null;
  /** Newest first. */
  recent: { role: 'user' | 'assistant' | 'summary'; text: string; saidAt: string }[];
  goals: { id: string; title: string; status: 'negotiating' | 'active' }[];
  tasks: { id: string; title: string; starts_at: string }[];
}

/** Of the conversation, and said before the message. */
const BEFORE = 'conversation_id = ? and (created_at, id) < (select created_at, id from said)';

const SITUATION = `
  with said as (select * from messages where id = ?)
  select json_build_object(
    'message', (select json_build_object('text', text, 'goalId', goal_id, 'saidAt', created_at) from said
      where awaits = 'reply'),
    'zone', (select zone from profiles),
    'recent', (select coalesce(json_agg(m), '[]') from (
      select role, text, created_at as "saidAt" from messages where ${BEFORE}
      order by created_at desc, id desc limit ${HISTORY}) m),
    'goals', (select coalesce(json_agg(g), '[]') from (
      select id, title, status from goals where status in ('negotiating', 'active')
      order by (id = (select goal_id from messages where ${BEFORE} and draft_number is not null
          order by created_at desc, id desc limit 1)) is true desc,
        status = 'negotiating' desc, created_at desc, id desc limit ${GOALS}) g),
    'tasks', (select coalesce(json_agg(t), '[]') from (
      select t.id, t.title, t.starts_at from tasks t, said
      where t.status in ('pending', 'rescheduled') and t.starts_at >= said.created_at - interval '${LATELY}'
        and t.starts_at < said.created_at + interval '${UPCOMING}'
      order by t.starts_at limit 40) t)
  ) as situation`;

function localText(instant: Date, zone: string): string {
  const { date, time } = utcToWallClock(instant, zone);
  return `${date}T${time}`;
}
