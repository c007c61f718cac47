// How the end of an activity is written down: one line, with what became of it and whose request it was.
import type { Context, Info } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import { expect, test } from 'vitest';
import { quick } from '../../../activities/bind.ts';
import { currentTrail } from '../../../src/kernel/correlation.ts';
import { FluxError } from '../../../src/kernel/errors.ts';
import { createLog } from '../../../src/kernel/log.ts';
import { withCorrelation } from '../../../temporal/interceptors/correlation-header.ts';
import { followActivities } from '../../../temporal/interceptors/follow-activities.ts';

const info = {
  activityId: '1',
  activityType: 'call',
  attempt: 3,
  workflowExecution: { workflowId: 'reminder/t/1', runId: 'run' },
} as Info;

/** Runs an activity as a worker does; resolves to its lines and to what it returned or threw. */
async function run(activity: () => Promise<unknown>, headers = withCorrelation({}, 'abc')) {
  const lines: Record<string, unknown>[] = [];
  const log = createLog(
    { level: 'info', process: 'worker' },
    { write: (line) => lines.push(JSON.parse(line)) },
  );
  const { inbound } = followActivities(log)({ info } as Context);
  const ended = await inbound!.execute!({ args: [], headers }, activity).catch((error: unknown) => error);
  return { lines, ended };
}

const always = {
  correlation_id: 'abc',
  workflow_id: 'reminder/t/1',
  activity: 'call',
  attempt: 3,
  latency_ms: expect.any(Number),
  msg: 'activity ended',
};

test('it completed', async () => {
  const { lines, ended } = await run(async () => currentTrail());
  expect(lines).toMatchObject([{ ...always, level: 'info', outcome: 'completed' }]);
  expect(ended).toEqual({ correlation_id: 'abc', workflow_id: 'reminder/t/1', activity: 'call', attempt: 3 });
});

test.each<[how: string, error: Error, line: object]>([
  [
    'with a code of ours',
    new FluxError('PLAN_STALE', { detail: 'canary?', fields: { latest: 'canary' } }),
    { level: 'warn', outcome: 'failed', problem: 'PLAN_STALE' },
  ],
  [
    'as it does every day',
    new FluxError('PROVIDER_UNAVAILABLE'),
    { level: 'info', outcome: 'failed', problem: 'PROVIDER_UNAVAILABLE' },
  ],
  [
    'as nobody expected',
    new RangeError('bad', { cause: new Error('canary') }),
    {
      level: 'warn',
      outcome: 'failed',
      problem: 'RangeError',
      err: {
        type: 'RangeError',
        frames: expect.arrayContaining([expect.stringContaining(import.meta.filename)]),
      },
    },
  ],
  ['because it was cancelled', new CancelledFailure('canary'), { level: 'info', outcome: 'cancelled' }],
])('it failed %s', async (_how, error, line) => {
  const { act } = quick({ act: () => Promise.reject(error) });
  const { lines, ended } = await run(act);
  expect(lines).toMatchObject([{ ...always, ...line }]);
  expect(JSON.stringify(lines)).not.toContain('canary');
  expect(ended).toBeInstanceOf(error instanceof CancelledFailure ? CancelledFailure : ApplicationFailure);
});

test('it failed outside of any binding', async () => {
  const { lines } = await run(() => Promise.reject(new Error('canary')));
  expect(lines).toMatchObject([{ ...always, level: 'warn', outcome: 'failed', err: { type: 'Error' } }]);
  expect(JSON.stringify(lines)).not.toContain('canary');
});

test('a failure that its thrower called benign is no alarm', async () => {
  const { lines } = await run(() =>
    Promise.reject(ApplicationFailure.create({ type: 'X', category: ApplicationFailureCategory.BENIGN })),
  );
  expect(lines).toMatchObject([{ level: 'info', problem: 'X' }]);
});

test('a workflow that no request started is known by its run', async () => {
  const { lines } = await run(async () => null, {});
  expect(lines).toMatchObject([{ correlation_id: 'run' }]);
});
