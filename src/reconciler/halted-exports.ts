// Exports that nobody writes: the word that they were asked for was lost, or their workflow was ended by hand.
import { asSystem } from '../kernel/context.ts';
import type { Kind } from './kind.ts';
import { findHaltedExports } from './find-halted-exports.sql.ts';
import { inPages } from './in-pages.ts';

/** To start one that runs is harmless: the list of those that do lags behind. */
export const haltedExports: Kind = {
  name: 'halted-exports',
  look: (ports, look) =>
    inPages(look, {
      find: (after) => asSystem(ports.orm, (em) => findHaltedExports(em, after)),
      pick: (rows) => ports.runs.exports(rows),
      revive: async ({ exportId, ...person }) => {
        await ports.exports.start(person, exportId);
        return true;
      },
      since: ({ at }) => at,
      failed: ({ exportId }, error) =>
        ports.log.warn({ err: error, export_id: exportId }, 'export not started'),
    }),
};
