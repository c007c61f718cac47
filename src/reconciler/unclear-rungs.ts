// Has what an attempt left behind written down, and taken back, where the task was settled and its ladder is gone.
import { asSystem } from '../kernel/context.ts';
import { MINUTE_MS } from '../kernel/time.ts';
import { findUnclearRungs, type UnclearRung } from './find-unclear-rungs.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';
import { isToBeAsked } from './pauses.ts';

export const unclearRungs: Kind = {
  name: 'unclear-rungs',
  look: ({ orm, reminders, runs, log }, look) =>
    inPages<UnclearRung>(look, {
      find: (after) => {
        const before = new Date(Date.now() - MINUTE_MS);
        return asSystem(orm, (em) => findUnclearRungs(em, { before, after }));
      },
      // A ladder that runs sees to it itself, however long that takes.
      pick: async (rungs) => {
        const now = new Date();
        return runs.ladders(rungs.filter(({ at }) => isToBeAsked(at, now)));
      },
      revive: ({ orgId, userId, taskId, generation, step }) =>
        reminders.clearUp({ orgId, userId }, { taskId, generation, step }),
      since: ({ at }) => at,
      failed: ({ taskId }, error) => log.warn({ err: error, task_id: taskId }, 'rung not cleared up'),
    }),
};
