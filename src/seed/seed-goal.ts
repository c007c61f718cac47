// A person's goal with an agreed plan: the same verbs as in a negotiation, one after the other, with the builtin coach.
import type { MikroORM } from '@mikro-orm/postgresql';
import { activatePlan } from '../goals/activate-plan.ts';
import { classify, observePatterns, schedule } from '../goals/consult-specialist.ts';
import { draftPlan, type DraftRef } from '../goals/draft-plan.ts';
import { openGoal } from '../goals/open-goal.ts';
import { readGoal } from '../goals/read-goal.ts';
import { asPerson, type Person } from '../kernel/context.ts';
import { builtinModel } from '../llm/builtin.ts';
import { seedId } from './seed-id.ts';

/** A goal that is there already stays as it is, but for one that an earlier seed left without a plan. */
export async function seedGoal(orm: MikroORM, person: Person, wish: string): Promise<void> {
  const goalId = seedId(person.userId, 'goal');
  const goal = await asPerson(orm, person, async (ctx) => {
    await openGoal(ctx, { goalId, wish, conversationId: null });
    return readGoal(ctx, { goalId });
  });
  if (goal.status !== 'negotiating') return;
  // A new draft each time: time may have passed over an older one.
  const draft = await makeDraft(orm, person, goalId, (goal.latestDraft?.number ?? 0) + 1);
  const { kind } = await asPerson(orm, person, (ctx) => activatePlan(ctx, { goalId, draft }));
  if (kind === 'outdated') throw new Error('The plan did not fit into the calendar: seed again.');
}

async function makeDraft(
  orm: MikroORM,
  person: Person,
  goalId: string,
  draftNumber: number,
): Promise<DraftRef> {
  const think = { orm, model: builtinModel };
  const request = { goalId, draftNumber, requestedBy: null };
  for (const consult of [classify, schedule, observePatterns]) await consult(think, person, request);
  return draftPlan(think, person, { ...request, missing: [] });
}
