// Erasures that wait or run: where nobody works at one any more, or nobody heard that it is to begin, it goes on.
import { asSystem } from '../kernel/context.ts';
import { findOpenErasures, type FoundErasure } from './find-open-erasures.sql.ts';
import { inPages } from './in-pages.ts';
import type { Kind } from './kind.ts';

export const openErasures: Kind = {
  name: 'open-erasures',
  look: ({ orm, erasures, log }, look) =>
    inPages<FoundErasure>(look, {
      find: (after) => asSystem(orm, (em) => findOpenErasures(em, after)),
      pick: async (found) => found,
      // One that runs hears nothing by being started: a minute's look costs its history no event.
      revive: async ({ id, isDue }) => {
        await (isDue ? erasures.wake(id) : erasures.start(id));
        return false;
      },
      since: ({ at }) => at,
      failed: ({ id }, error) => log.warn({ err: error, erasure_id: id }, 'erasure not started'),
    }),
};
