// One turn of chat: understand the message, do what code can do at once, or say which negotiation has to move.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { AgentInput, AgentOutput } from '../agents.ts';
import { Goal, PlanDraft } from '../goals/goal.entity.ts';
import { openGoal } from '../goals/open-goal.ts';
import { asPerson, type Ctx, type Person } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { spokenTime } from '../kernel/spoken-time.ts';
import { utcToWallClock, wallClockToUtc } from '../kernel/time.ts';
import { runAgent, type Model } from '../llm/model.ts';
import { createTask } from '../tasks/create-task.ts';
import { rescheduleTask } from '../tasks/reschedule-task.ts';
import type { Nudge, ReminderDue } from '../tasks/task-ref.ts';
import { Message } from './conversation.entity.ts';
import { describeProgress } from './describe-progress.ts';
import { storeReply } from './store-reply.ts';

export interface TurnRef {
  conversationId: string;
  messageId: string;
}

export type NextMove =
  | { kind: 'none' }
  | { kind: 'propose' | 'revise' | 'abandon'; goalId: string }
  | { kind: 'approve'; goalId: string; draft: { number: number; hash: string } };

/** What a turn decided; reminders are started and told after the commit. */
export interface TurnOutcome {
  next: NextMove;
  nudge: Nudge | null;
  due: ReminderDue | null;
}

/** How much of the conversation the orchestrator sees. */
const HISTORY = 20;
/** Which tasks it sees: from what has just begun to two weeks ahead. */
const LATELY_MS = 12 * 3_600_000;
const UPCOMING_MS = 14 * 24 * 3_600_000;
const DEFAULT_MINUTES = 30;
const NOTHING: TurnOutcome = { next: { kind: 'none' }, nudge: null, due: null };

/** Safe to repeat: an answered message stays answered, and a wish opens one goal. */
export async function answerMessage(
  deps: { orm: MikroORM; model: Model; signal?: AbortSignal },
  person: Person,
  turn: TurnRef,
): Promise<TurnOutcome> {
  const situation = await asPerson(deps.orm, person, (ctx) => readSituation(ctx, turn));
  if (situation === 'answered') return NOTHING;
  const { output } = await runAgent(
    deps.model,
    'orchestrator',
    situation,
    deps.signal ? { signal: deps.signal } : {},
  );
  return asPerson(deps.orm, person, (ctx) => act(ctx, turn, output, situation));
}

async function readSituation(ctx: Ctx, turn: TurnRef): Promise<AgentInput<'orchestrator'> | 'answered'> {
  const nowMs = Date.now();
  const [{ situation }]: [{ situation: Situation }] = await ctx.em.execute(SITUATION, [
    turn.messageId,
    turn.conversationId,
    new Date(nowMs - LATELY_MS),
    new Date(nowMs + UPCOMING_MS),
  ]);
  const { message, zone, recent, goals, tasks } = situation;
  if (message === null || zone === null)
    throw new FluxError('NOT_FOUND', { detail: 'no message or profile' });
  if (recent.some(({ reply_to }) => reply_to === turn.messageId)) return 'answered';
  return {
    message,
    history: recent
      .filter(({ id }) => id !== turn.messageId)
      .toReversed()
      .map(({ role, text }) => ({ role, text })),
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
  message: string | null;
  zone: string | null;
  /** Newest first. */
  recent: (Pick<Message, 'id' | 'role' | 'text'> & { reply_to: string | null })[];
  goals: { id: string; title: string; status: 'negotiating' | 'active' }[];
  tasks: { id: string; title: string; starts_at: string }[];
}

/** All that the orchestrator sees, in one statement: every turn of every conversation begins with it. */
const SITUATION = `
  select json_build_object(
    'message', (select text from messages where id = ?),
    'zone', (select zone from profiles),
    'recent', (select coalesce(json_agg(m), '[]') from (
      select id, role, text, reply_to from messages where conversation_id = ?
      order by created_at desc, id desc limit ${HISTORY + 1}) m),
    'goals', (select coalesce(json_agg(g), '[]') from (
      select id, title, status from goals where status in ('negotiating', 'active') limit 20) g),
    'tasks', (select coalesce(json_agg(t), '[]') from (
      select id, title, starts_at from tasks
      where status in ('pending', 'rescheduled') and starts_at >= ? and starts_at < ?
      order by starts_at limit 40) t)
  ) as situation`;

/** The model says what the person means; which rows that may touch is decided here, under the person's own rights. */
async function act(
  ctx: Ctx,
  turn: TurnRef,
  said: AgentOutput<'orchestrator'>,
  situation: AgentInput<'orchestrator'>,
): Promise<TurnOutcome> {
  const reply = (text: string, goalId: string | null = null) =>
    storeReply(ctx, {
      conversationId: turn.conversationId,
      replyTo: turn.messageId,
      text,
      agent: 'orchestrator',
      goalId,
    }).then(() => NOTHING);

  try {
    switch (said.intent) {
      case 'GOAL': {
        const next = await nextMove(ctx, turn, said);
        if (next) return { ...NOTHING, next };
        return await reply('Which goal do you mean? Say it in a few words, please.');
      }
      case 'NEW_TASK':
        return await newTask(ctx, said, situation.zone, reply);
      case 'RESCHEDULE_TASK':
        return await moveTask(ctx, said, situation.zone, reply);
      case 'MODIFY_GOAL':
        return await reply(
          'I cannot change an approved plan as a whole yet. I can move a single session (“move my run to 7 pm”), or you can drop the goal and tell me the new wish.',
          said.goal_id,
        );
      case 'PROGRESS':
        return await reply(await describeProgress(ctx, situation.zone));
      case 'CLARIFY':
        return await reply(said.clarification_question ?? 'Could you say that in other words?');
    }
  } catch (error) {
    // What the person can mend is said in the conversation; everything else is retried.
    if (!(error instanceof FluxError) || error.row.retryable) throw error;
    return reply(error.row.sentence);
  }
}

async function nextMove(
  ctx: Ctx,
  turn: TurnRef,
  said: AgentOutput<'orchestrator'>,
): Promise<NextMove | null> {
  const message = await ctx.em.findOneOrFail(Message, { id: turn.messageId });
  const decision = said.payload.decision ?? 'propose';
  if (decision === 'propose') {
    if (message.goalId) return { kind: 'propose', goalId: message.goalId };
    const { goalId } = await openGoal(ctx, { wish: message.text, conversationId: turn.conversationId });
    await ctx.em.nativeUpdate(Message, { id: message.id }, { goalId });
    return { kind: 'propose', goalId };
  }
  const goal = said.goal_id ? await ctx.em.findOne(Goal, { id: said.goal_id }) : null;
  if (!goal) return null;
  if (decision !== 'approve') return { kind: decision, goalId: goal.id };
  const draft = await draftSeen(ctx, turn.conversationId, goal.id);
  return draft && { kind: 'approve', goalId: goal.id, draft };
}

/** "Yes" means the plan that was last shown in this conversation, whatever has been drafted since. */
async function draftSeen(
  ctx: Ctx,
  conversationId: string,
  goalId: string,
): Promise<{ number: number; hash: string } | null> {
  const [shown] = await ctx.em.find(
    Message,
    { conversationId, goalId, draftNumber: { $ne: null } },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: 1 },
  );
  const [draft] = await ctx.em.find(
    PlanDraft,
    { goalId, ...(shown?.draftNumber && { number: shown.draftNumber }) },
    { orderBy: { number: 'desc' }, limit: 1 },
  );
  return draft ? { number: draft.number, hash: draft.hash } : null;
}

type SayReply = (text: string, goalId?: string | null) => Promise<TurnOutcome>;

async function newTask(
  ctx: Ctx,
  { payload, clarification_question }: AgentOutput<'orchestrator'>,
  zone: string,
  reply: SayReply,
): Promise<TurnOutcome> {
  if (!payload.task_title || !payload.task_starts_local)
    return reply(clarification_question ?? 'When should I remind you?');
  const { task, due } = await createTask(ctx, {
    title: payload.task_title,
    startsAt: toUtc(payload.task_starts_local, zone),
    durationMinutes: payload.duration_minutes ?? DEFAULT_MINUTES,
    via: 'chat',
  });
  await reply(`Noted: ${task.title}, ${spokenTime(task.startsAt, zone)}.`);
  return { ...NOTHING, due };
}

async function moveTask(
  ctx: Ctx,
  { payload, task_id, clarification_question }: AgentOutput<'orchestrator'>,
  zone: string,
  reply: SayReply,
): Promise<TurnOutcome> {
  if (!task_id) return reply(clarification_question ?? 'Which task do you mean?');
  const startsAt = payload.task_starts_local ? toUtc(payload.task_starts_local, zone) : null;
  const { task, nudge, due } = await rescheduleTask(ctx, { taskId: task_id, startsAt, via: 'chat' });
  await reply(`Moved: ${task.title}, ${spokenTime(task.startsAt, zone)}.`);
  return { ...NOTHING, nudge, due };
}

function toUtc(local: string, zone: string): Date {
  return wallClockToUtc(local.slice(0, 10), local.slice(11, 16), zone).startsAt;
}

function localText(instant: Date, zone: string): string {
  const { date, time } = utcToWallClock(instant, zone);
  return `${date}T${time}`;
}
