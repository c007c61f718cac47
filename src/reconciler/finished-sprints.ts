// Completes goals whose last session was settled and of which nobody was told.
import { asPerson, asSystem } from '../kernel/context.ts';
import { finishSprint } from '../goals/finish-sprint.ts';
import { findFinishedGoals, type FinishedGoal } from './find-finished-goals.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

export const finishedSprints: Kind = {
  name: 'finished-sprints',
  look: (ports, look) =>
    inPages<FinishedGoal>(look, {
      find: (after) => asSystem(ports.orm, (em) => findFinishedGoals(em, after)),
      pick: async (goals) => goals,
      revive: async ({ orgId, userId, id: goalId }) => {
        await asPerson(ports, { orgId, userId, via: 'system' }, (ctx) => finishSprint(ctx, { goalId }));
        return true;
      },
      since: ({ at }) => at,
      failed: ({ id }, error) => ports.log.warn({ err: error, goal_id: id }, 'sprint not finished'),
    }),
};
