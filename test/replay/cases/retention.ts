// The night's deletion.
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import pg from 'pg';
import { bundleWorkflows } from '../../../temporal/bundle.ts';
import type { Case } from '../cases.ts';
import type { Stage } from '../stage.ts';

export const retention = {
  'nothing-due': async (stage) => {
    await start(stage, 'retention/nothing-due');
    return stage.ends('retention/nothing-due', 0);
  },

  'some-rows-due': async (stage) => {
    const admin = new pg.Client({ connectionString: stage.real.database.adminUrl });
    await admin.connect();
    await admin.query(`insert into rate_limit_buckets (key, full_at)
      select n, now() - interval '1 day' from generate_series(1, 3) as n`);
    await admin.end();
    await start(stage, 'retention/some-rows-due');
    return stage.ends('retention/some-rows-due', 3);
  },

  // Neither a policy of many minutes nor a table that is gone can be had on real servers: their activities are played.
  'asked-again-and-one-not-served': async (stage) => {
    const workflowId = 'retention/asked-again';
    let asked = 0;
    const played = {
      listPolicies: async () => ['long', 'broken', 'last'],
      deleteDue: async ({ policy }: { policy: string }) => {
        if (policy === 'broken') throw ApplicationFailure.nonRetryable('no such table');
        return { deleted: 10, isDone: policy === 'last' || ++asked === 3 };
      },
    };
    const { temporal, env } = stage.real;
    const connection = await NativeConnection.connect({ address: env['TEMPORAL_ADDRESS']! });
    const worker = await Worker.create({
      connection,
      taskQueue: 'flux-played',
      workflowBundle: await bundleWorkflows(),
      activities: played,
    });
    await worker.runUntil(async () => {
      await start(stage, workflowId, 'flux-played');
      await temporal.client.workflow
        .getHandle(workflowId)
        .result()
        .catch(() => {});
    });
    await connection.close();
    return stage.historyOf(workflowId);
  },
} satisfies Record<string, Case>;

async function start({ real }: Stage, workflowId: string, taskQueue = 'flux'): Promise<void> {
  await real.temporal.client.workflow.start('retention', { workflowId, taskQueue });
}
