// What a person takes along: written, taken back before anybody wrote it, and given up.
import { randomUUID } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../../../temporal/bundle.ts';
import type { Case } from '../cases.ts';
import type { Stage } from '../stage.ts';

export const accountExport = {
  written: async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const { id } = await ana.expect(202, 'POST', '/v1/me/exports', {});
    return ends(`export/${id}`, 'done');
  },

  'nobody-wants-it-any-more': async (stage) => {
    await start(stage, 'export/nobody-wants-it', 'flux');
    return stage.ends('export/nobody-wants-it', 'stopped');
  },

  // No file fails for good on real servers: the activities are played.
  'given-up': async (stage) => {
    const workflowId = 'export/given-up';
    const connection = await NativeConnection.connect({ address: stage.real.env['TEMPORAL_ADDRESS']! });
    const taskQueue = 'flux-played-export';
    const main = await Worker.create({
      connection,
      taskQueue,
      workflowBundle: await bundleWorkflows(),
      activities: { failExport: async () => {} },
    });
    const writer = await Worker.create({
      connection,
      taskQueue: `${taskQueue}-exports`,
      activities: { writeExport: broken },
    });
    const { workflow } = stage.real.temporal.client;
    await writer.runUntil(() =>
      main.runUntil(async () => {
        await start(stage, workflowId, taskQueue);
        await workflow.getHandle(workflowId).result();
      }),
    );
    await connection.close();
    return stage.historyOf(workflowId);
  },
} satisfies Record<string, Case>;

const broken = async () => {
  throw ApplicationFailure.nonRetryable('a row of somebody else');
};

async function start({ real }: Stage, workflowId: string, taskQueue: string): Promise<void> {
  const [orgId, userId, exportId] = [randomUUID(), randomUUID(), randomUUID()];
  await real.temporal.client.workflow.start('accountExport', {
    workflowId,
    taskQueue,
    args: [{ orgId, userId, exportId }],
  });
}
