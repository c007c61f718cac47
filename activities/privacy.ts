// An account is erased: each step is one activity, and each may be repeated.
import { cancellationSignal } from '@temporalio/activity';
import { asSystem } from '../src/kernel/context.ts';
import { beginErasure } from '../src/privacy/begin-erasure.sql.ts';
import { endRuns, forgetHistories, type EndPorts } from '../src/privacy/end-runs.ts';
import { eraseRows, finishErasure, type RowPorts } from '../src/privacy/finish-erasure.ts';
import { forgetCopies, type CopyPorts } from '../src/privacy/forget-copies.ts';
import { hashOfErasure } from '../src/privacy/hash-of-erasure.sql.ts';
import type { Log } from '../src/kernel/log.ts';
import type { ErasureInput } from '../workflows/account-erasure.contract.ts';
import { quick, slow } from './bind.ts';

export type ErasurePorts = EndPorts & CopyPorts & RowPorts & { log: Log };

export const privacyActivities = (ports: ErasurePorts) => ({
  ...quick({
    beginErasure: async ({ erasureId }: ErasureInput) => {
      const beginning = await asSystem(ports.orm, (em) => beginErasure(em, erasureId));
      if (beginning.state === 'begun') await sayBegun(ports, erasureId);
      return beginning;
    },
    finishErasure: ({ erasureId }: ErasureInput) => finishErasure(ports, erasureId),
  }),
  ...slow({
    endRuns: async ({ erasureId }: ErasureInput) => ({ left: await endRuns(ports, erasureId) }),
    forgetHistories: async ({ erasureId }: ErasureInput) => ({
      left: await forgetHistories(ports, erasureId),
    }),
    forgetCopies: ({ erasureId }: ErasureInput) => forgetCopies(ports, erasureId),
    eraseRows: ({ erasureId }: ErasureInput) => eraseRows(ports, erasureId, cancellationSignal()),
  }),
});

/** The log is kept elsewhere: by it they are erased again where the database is lost before anybody listed them. */
async function sayBegun({ orm, log }: Pick<ErasurePorts, 'orm' | 'log'>, erasureId: string): Promise<void> {
  const erased = await asSystem(orm, (em) => hashOfErasure(em, erasureId));
  log.info({ erasure_id: erasureId, erased }, 'erasure begins');
}
