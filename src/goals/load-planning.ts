// Everything that planning a goal starts from: the wish, what was asked to change since, the profile, and the calendar.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { PlanningProfile } from '../account/planning-profile.ts';
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { localDayOf, type Span } from '../kernel/time.ts';
import { openWithin } from '../tasks/open-within.sql.ts';
import type { BusyTime } from '../planning/busy-time.ts';
import { findGoal } from './find-goal.ts';
import { PlanDraft, type Goal } from './goal.entity.ts';

export interface PlanningBasis {
  goal: Goal;
  /** The person's words, oldest first. */
  revisions: string[];
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
  const asked = [...new Set([...drafts.map((draft) => draft.requestedBy), input.requestedBy])];
  return {
    goal,
    revisions: await wordsOf(
      ctx,
      asked.filter((id) => id !== null && id !== undefined),
    ),
    profile: planningProfileOf(profile),
    zone: profile.zone,
    today: localDayOf(new Date(), profile.zone),
  };
}

/** What the person has open in this stretch of time, in whichever organisation. */
export async function loadBusyTimes(ctx: Ctx, span: Span): Promise<BusyTime[]> {
  const open = await openWithin(ctx, span);
  return open.map(({ title, startMs, endMs }) => ({
    title,
    startsAt: new Date(startMs),
    endsAt: new Date(endMs),
  }));
}

async function wordsOf(ctx: Ctx, messageIds: string[]): Promise<string[]> {
  const messages = await ctx.em.find(Message, { id: { $in: messageIds } });
  return messageIds.flatMap((id) => messages.find((message) => message.id === id)?.text ?? []);
}
