// Everything that planning a goal starts from: the wish, what was asked to change since, the profile, the calendar.
import { planningProfileOf, readProfile } from '../account/read-profile.ts';
import type { PlanningProfile } from '../account/planning-profile.ts';
import { Message } from '../conversations/conversation.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { localDayOf } from '../kernel/time.ts';
import { OPEN_STATUSES, Task } from '../tasks/task.entity.ts';
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
  busy: BusyTime[];
}

const MINUTE_MS = 60_000;
const HORIZON_MS = 8 * 7 * 24 * 60 * MINUTE_MS;

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
    busy: await loadBusyTimes(ctx),
  };
}

/** The person's open tasks of the coming weeks. */
export async function loadBusyTimes(ctx: Ctx): Promise<BusyTime[]> {
  const now = Date.now();
  const tasks = await ctx.em.find(Task, {
    status: { $in: [...OPEN_STATUSES] },
    startsAt: { $gte: new Date(now - 24 * 60 * MINUTE_MS), $lt: new Date(now + HORIZON_MS) },
  });
  return tasks.map((task) => ({
    title: task.title,
    startsAt: task.startsAt,
    endsAt: new Date(task.startsAt.getTime() + task.durationMinutes * MINUTE_MS),
  }));
}

async function wordsOf(ctx: Ctx, messageIds: string[]): Promise<string[]> {
  const messages = await ctx.em.find(Message, { id: { $in: messageIds } });
  return messageIds.flatMap((id) => messages.find((message) => message.id === id)?.text ?? []);
}
