// Brings back negotiations that are gone, and has those look again that owe a draft for long.
import { asSystem } from '../kernel/context.ts';
import { findNegotiatingGoals, type NegotiatingGoal } from './find-negotiating-goals.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';
import { isItsMinute, isToBeAsked } from './pauses.ts';

/** A door gets so long to open the negotiation itself. */
const GRACE_MS = 30_000;

export const haltedNegotiations: Kind = {
  name: 'halted-negotiations',
  look: ({ orm, negotiations, runs, log }, look) =>
    inPages<NegotiatingGoal>(look, {
      find: (after) => {
        const before = new Date(Date.now() - GRACE_MS);
        return asSystem(orm, (em) => findNegotiatingGoals(em, { before, after }));
      },
      pick: async (all) => {
        const now = new Date();
        // Whose plan is made misses nothing but its lapse: a word to it opens its negotiation again.
        const goals = all.filter(({ goalId, plannedSince }) => plannedSince || isItsMinute(goalId, now));
        const gone = new Set(await runs.negotiations(goals));
        return goals.filter(
          (goal) => gone.has(goal) || (goal.plannedSince && isToBeAsked(goal.plannedSince, now)),
        );
      },
      waits: ({ plannedSince }) => plannedSince !== null && Date.now() - plannedSince.getTime() > GRACE_MS,
      revive: async ({ orgId, userId, goalId }) => {
        await negotiations.revive({ orgId, userId }, goalId);
        return true;
      },
      since: ({ at, plannedSince }) => plannedSince ?? at,
      failed: ({ goalId }, error) =>
        log.warn({ err: error, goal_id: goalId }, 'negotiation not brought back'),
    }),
};
