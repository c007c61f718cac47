// What a person takes along is written.
import { cancellationSignal } from '@temporalio/activity';
import { asPerson, type Person } from '../src/kernel/context.ts';
import { failExport, writeExport, type WritePorts } from '../src/archive/write-export.ts';
import { actorOf, quick, slow } from './bind.ts';

type Export = Person & { exportId: string };

export const exportActivities = (store: WritePorts) => ({
  ...slow({
    writeExport: ({ orgId, userId, exportId }: Export) =>
      writeExport(store, { orgId, userId, exportId }, cancellationSignal()),
  }),
  ...quick({
    failExport: (one: Export) =>
      asPerson(store, actorOf(one, 'system'), (ctx) => failExport(ctx, one.exportId)),
  }),
});
