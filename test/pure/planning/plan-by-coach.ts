// The whole way from the words of a goal to its plan, with the builtin coach for a model.
import { composePlan } from '../../../src/planning/compose-plan.ts';
import { findSlots } from '../../../src/planning/find-slots.ts';
import type { PlanContent } from '../../../src/planning/plan.ts';
import type { FoundSlots } from '../../../src/planning/wish.ts';
import { askBuiltin } from '../../harness/ask-builtin.ts';
import { readByIntl, type Situation } from './planning-arbitraries.ts';

export async function planByCoach(
  goal: string,
  situation: Situation,
): Promise<{ plan: PlanContent; found: FoundSlots }> {
  const { zone, profile, busy, avoidSlots, nowMs } = situation;
  const today = readByIntl(nowMs, zone).slice(0, 10);
  const words = { goal_text: goal, goal_said_on: today, revisions: [], today, zone, profile };
  const { wishes, start_on } = await askBuiltin('scheduler', words);
  const found = findSlots({ wishes, profile, busy, avoidSlots, zone, startOn: start_on, weeks: 6, nowMs });
  const proposal = await askBuiltin('planner', {
    ...words,
    tags: null,
    wishes,
    found,
    patterns: null,
    missing_specialists: [],
  });
  const startOn = found.first_available_start;
  const plan = composePlan({ ...situation, proposal, startOn, weeks: 6, missingSpecialists: [] });
  return { plan, found };
}
