// The night's run: started by its schedule it deletes what is due; each policy has its rounds, and one that fails stops no other.
import { randomUUID } from 'node:crypto';
import { WorkflowFailedError, type Client } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openWorld, type World } from '../../harness/world.ts';

let world: World;
let client: Client;
beforeAll(async () => {
  world = await openWorld({ api: 'none' });
  client = world.temporal.client;
});
afterAll(() => world.close());

test('the schedule runs once a day, never twice at once, and deletes', async () => {
  const admin = new pg.Client({ connectionString: world.database.adminUrl });
  await admin.connect();
  await admin.query(`insert into rate_limit_buckets (key, full_at) values
    ('over', now() - interval '1 day'), ('alive', now())`);
  const schedule = client.schedule.getHandle(`${world.taskQueue}/retention`);
  const { spec, policies } = await schedule.describe();
  expect(spec).toMatchObject({ calendars: [{ hour: [{ start: 3 }] }], jitter: 3_600_000 });
  expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 43_200_000 });

  await schedule.trigger();
  const run = await firstRun(schedule);
  expect(await client.workflow.getHandle(run).result()).toBe(1);
  expect((await admin.query('select key from rate_limit_buckets')).rows).toEqual([{ key: 'alive' }]);
  await admin.end();
});

async function firstRun(schedule: ReturnType<Client['schedule']['getHandle']>): Promise<string> {
  for (;;) {
    const [started] = (await schedule.describe()).info.recentActions;
    if (started?.action.type === 'startWorkflow') return started.action.workflow.workflowId;
  }
}

test('a policy that has more is asked again, until it is done or its time is over', async () => {
  const asked: Record<string, number> = {};
  const deleted = await play(['short', 'long', 'endless'], async (policy) => {
    asked[policy] = (asked[policy] ?? 0) + 1;
    return { deleted: 10, isDone: policy === 'short' || (policy === 'long' && asked[policy] === 3) };
  });
  expect(asked).toEqual({ short: 1, long: 3, endless: 30 });
  expect(deleted).toBe(340);
});

test('one that fails for good is named at the end, after all the others', async () => {
  const asked: string[] = [];
  const failure = await play(['first', 'broken', 'last'], async (policy) => {
    asked.push(policy);
    if (policy === 'broken') throw ApplicationFailure.nonRetryable('no such table');
    return { deleted: 1, isDone: true };
  }).catch((error: unknown) => error);
  expect(asked).toEqual(['first', 'broken', 'last']);
  expect(failure).toBeInstanceOf(WorkflowFailedError);
  expect((failure as WorkflowFailedError).cause?.message).toBe('not served: broken');
});

/** The workflow with these policies and what comes of them; resolves to its result. */
async function play(
  policies: string[],
  deleteDue: (policy: string) => Promise<{ deleted: number; isDone: boolean }>,
): Promise<number> {
  const connection = await NativeConnection.connect({ address: inject('ground').temporalAddress });
  const taskQueue = `retention-${randomUUID()}`;
  try {
    const worker = await Worker.create({
      connection,
      taskQueue,
      workflowBundle: { codePath: inject('ground').bundlePath },
      activities: {
        listPolicies: async () => policies,
        deleteDue: ({ policy }: { policy: string }) => deleteDue(policy),
      },
    });
    return await worker.runUntil<number>(
      client.workflow.execute('retention', { taskQueue, workflowId: taskQueue }),
    );
  } finally {
    await connection.close();
  }
}
