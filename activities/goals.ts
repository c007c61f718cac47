// A goal's negotiation: the specialists, the planner, and what becomes of the plan.
import { abandonGoal } from '../src/goals/abandon-goal.ts';
import { activatePlan } from '../src/goals/activate-plan.ts';
import { classify, observePatterns, schedule } from '../src/goals/consult-specialist.ts';
import { draftPlan } from '../src/goals/draft-plan.ts';
import type { DraftRequest } from '../src/goals/findings.ts';
import type { DraftRef } from '../src/goals/negotiations.ts';
import { notePlanningFailed } from '../src/goals/note-planning-failed.ts';
import { readStanding } from '../src/goals/read-standing.ts';
import { asPerson, type Person } from '../src/kernel/context.ts';
import type { Via } from '../src/kernel/via.ts';
import type { ThinkingPorts } from '../src/llm/ask.ts';
import type { Specialist } from '../src/planning/plan.ts';
import { withinAttempts } from './attempts.ts';
import { actorOf, quick, slow } from './bind.ts';
import { thinkingNow } from './think.ts';

export type GoalPorts = Omit<ThinkingPorts, 'signal'>;

type OfGoal = Person & { goalId: string };
type Drafting = Person & DraftRequest;
/** Histories of before do not say by which door a decision came; then it was the chat's. */
type Decision = OfGoal & { via?: Via | undefined };

/** A plan is made without a specialist that fails; without the planner there is none, and whoever waits is told. */
const ATTEMPTS = { specialist: 3, planner: 5 };

export const goalActivities = (ports: GoalPorts) => {
  const thinking = () => thinkingNow(ports);
  const consulting = (specialist: typeof classify) => (request: Drafting) =>
    withinAttempts(ATTEMPTS.specialist, () => specialist(thinking(), actorOf(request, 'system'), request));
  return {
    ...slow({
      classify: consulting(classify),
      schedule: consulting(schedule),
      observePatterns: consulting(observePatterns),
      draftPlan: (request: Drafting & { missing: Specialist[] }) =>
        withinAttempts(ATTEMPTS.planner, () => draftPlan(thinking(), actorOf(request, 'system'), request)),
    }),
    ...quick({
      readStanding: (goal: OfGoal) =>
        asPerson(ports, actorOf(goal, 'system'), (ctx) => readStanding(ctx, goal)),
      notePlanningFailed: (request: OfGoal & Pick<DraftRequest, 'requestedBy'>) =>
        asPerson(ports, actorOf(request, 'system'), (ctx) => notePlanningFailed(ctx, request)),
      // Decisions are the doors' own; a workflow carries out those of doors of before, and its own lapse.
      activatePlan: (goal: Decision & { draft: DraftRef }) =>
        asPerson(ports, actorOf(goal, goal.via ?? 'chat'), (ctx) => activatePlan(ctx, goal)),
      abandonGoal: (goal: Decision) =>
        asPerson(ports, actorOf(goal, goal.via ?? 'chat'), (ctx) => abandonGoal(ctx, goal)),
    }),
  };
};
