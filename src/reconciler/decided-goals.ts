// Ends negotiations that have not heard that their goal was decided.
import { asSystem } from '../kernel/context.ts';
import { findDecidedGoals, type DecidedGoal } from './find-decided-goals.sql.ts';
import type { Kind } from './kind.ts';
import { lately } from './lately.ts';

export const decidedGoals: Kind = {
  name: 'decided-goals',
  look: ({ orm, negotiations, runs, log }, look) =>
    lately<DecidedGoal>(look, {
      find: (after) => asSystem(orm, (em) => findDecidedGoals(em, after)),
      pick: async (goals) => {
        const ended = new Set(await runs.negotiations(goals));
        return goals.filter((goal) => !ended.has(goal));
      },
      // The list lags behind: one that has ended since is left alone.
      revive: ({ goalId }) => negotiations.lookAgain(goalId),
      failed: ({ goalId }, error) => log.warn({ err: error, goal_id: goalId }, 'negotiation not ended'),
    }),
};
