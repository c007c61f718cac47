// A person's goal with an agreed plan: the same verbs as in a negotiation, one after the other, with the builtin coach.
import { activatePlan } from '../goals/activate-plan.ts';
import { classify, observePatterns, schedule } from '../goals/consult-specialist.ts';
import { draftPlan } from '../goals/draft-plan.ts';
import type { DraftRef } from '../goals/negotiations.ts';
import { openGoal } from '../goals/open-goal.ts';
import { readGoal } from '../goals/read-goal.ts';
import { builtinModel } from '../coach/builtin-model.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import type { ThinkingPorts } from '../llm/ask.ts';
import { sameForAll } from '../llm/chain.ts';
import { noMeter } from '../llm/meter.ts';
import { seedId } from './seed-id.ts';

/** A goal that is there already stays as it is, but for one that an earlier seed left without a plan. */
export async function seedGoal(store: Store, person: Actor, wish: string): Promise<void> {
  const goalId = seedId(person.userId, 'goal');
  const goal = await asPerson(store, person, async (ctx) => {
    await openGoal(ctx, { goalId, wish, conversationId: null });
    return readGoal(ctx, { goalId });
  });
  if (goal.status !== 'negotiating') return;
  // A new draft each time: time may have passed over an older one.
  const draft = await makeDraft(store, person, goalId, (goal.latestDraft?.number ?? 0) + 1);
  const { kind } = await asPerson(store, person, (ctx) => activatePlan(ctx, { goalId, draft }));
  if (kind === 'outdated') throw new Error('The plan did not fit into the calendar: seed again.');
}

async function makeDraft(
  store: Store,
  person: Actor,
  goalId: string,
  draftNumber: number,
): Promise<DraftRef> {
  const ports: ThinkingPorts = { ...store, models: sameForAll(builtinModel), meter: noMeter };
  const request = { goalId, draftNumber, requestedBy: null };
  for (const consult of [classify, schedule, observePatterns]) await consult(ports, person, request);
  const draft = await draftPlan(ports, person, { ...request, missing: [] });
  if (!('number' in draft)) throw new Error('The goal was decided meanwhile: seed again.');
  return draft;
}
