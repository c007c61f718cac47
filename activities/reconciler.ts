// What PostgreSQL or the provider knows of and nobody works at comes to life, kind by kind.
import { cancellationSignal } from '@temporalio/activity';
import type { ReconcilerPorts } from '../src/reconciler/kind.ts';
import { KINDS } from '../src/reconciler/kinds.ts';
import { reconcile, type LookAt } from '../src/reconciler/reconcile.ts';
import { quick, slow } from './bind.ts';

export const reconcilerActivities = (ports: ReconcilerPorts) => ({
  ...quick({ listKinds: async () => KINDS.map(({ name }) => name) }),
  ...slow({
    reconcile: (look: LookAt) => reconcile(ports, look, cancellationSignal()),
    /** By its name of before: runs that an older version began. */
    sweepReminders: async () =>
      (await reconcile(ports, { kind: 'due-reminders', from: null }, cancellationSignal())).revived,
  }),
});
