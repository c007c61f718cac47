// An account is erased: each step is one activity, and each may be repeated.
import { cancellationSignal } from '@temporalio/activity';
import { asSystem } from '../src/kernel/context.ts';
import { beginErasure } from '../src/privacy/begin-erasure.sql.ts';
import { endRuns, forgetHistories, type EndPorts } from '../src/privacy/end-runs.ts';
import { eraseRows, finishErasure, type RowPorts } from '../src/privacy/finish-erasure.ts';
import { forgetCopies, type CopyPorts } from '../src/privacy/forget-copies.ts';
import type { ErasureInput } from '../workflows/account-erasure.contract.ts';
import { quick, slow } from './bind.ts';

export type ErasurePorts = EndPorts & CopyPorts & RowPorts;

export const privacyActivities = (ports: ErasurePorts) => ({
  ...quick({
    beginErasure: ({ erasureId }: ErasureInput) => asSystem(ports.orm, (em) => beginErasure(em, erasureId)),
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
