// Everything that planning a goal starts from: the wish, what was asked to change since, the profile, and the calendar.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { PlanningProfile } from '../account/planning-profile.ts';
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { localDayOf, type Span } from '../kernel/time.ts';
import type { InputOf } from '../llm/agent.ts';
import { openWithin } from '../tasks/open-within.sql.ts';
import type { BusyTime } from '../planning/busy-time.ts';
import { findGoal } from './find-goal.ts';
import { PlanDraft, type Goal } from './goal.entity.ts';
import type { scheduler } from './scheduler.agent.ts';
import { wordsThatCount } from './words-that-count.ts';

export interface PlanningBasis {
  goal: Goal;
  /** The person's words, each with the day on which they were said. */
  words: Pick<InputOf<typeof scheduler>, 'goal_text' | 'goal_said_on' | 'revisions'>;
  profile: PlanningProfile;
  zone: string;
  today: string;
}

/** `requestedBy`: the message that asks for the draft now being made. */
export async function loadPlanning(
  ctx: Ctx,
  input: { goalId: string; requestedBy: string | null },
): Promise<PlanningBasis> {
  const goal = await findGoal(ctx, input.goalId);
  const profile = await readProfile(ctx);
  const drafts = await ctx.em.find(PlanDraft, { goalId: goal.id }, { orderBy: { number: 'asc' } });
  const asked = new Set([...wordsThatCount(goal, drafts), ...(input.requestedBy ? [input.requestedBy] : [])]);
  const { zone } = profile;
  return {
    goal,
    words: {
      goal_text: goal.wish,
      goal_said_on: localDayOf(goal.saidAt ?? goal.createdAt, zone),
      revisions: await revisionsOf(ctx, [...asked], zone),
    },
    profile: planningProfileOf(profile),
    zone,
    today: localDayOf(new Date(), zone),
  };
}

/** What the person has open in this stretch of time, in whichever organisation, `but` these tasks. */
export async function loadBusyTimes(
  ctx: Ctx,
  span: Span,
  but: ReadonlySet<string> = new Set(),
): Promise<BusyTime[]> {
  const open = await openWithin(ctx, span);
  const others = open.filter(({ taskId }) => taskId === null || !but.has(taskId));
  return others.map(({ title, startMs, endMs }) => ({
    title,
    startsAt: new Date(startMs),
    endsAt: new Date(endMs),
  }));
}

async function revisionsOf(
  ctx: Ctx,
  messageIds: string[],
  zone: string,
): Promise<{ text: string; said_on: string }[]> {
  const messages = await ctx.em.find(Message, { id: { $in: messageIds } });
  return messageIds
    .flatMap((id) => messages.find((message) => message.id === id) ?? [])
    .map(({ text, createdAt }) => ({ text, said_on: localDayOf(createdAt, zone) }));
}
