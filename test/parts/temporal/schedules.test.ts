// The timetable: what the server has becomes what the code says, whatever an older version or half an attempt left there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { connectTemporal, type Temporal } from '../../../temporal/connect.ts';
import { ensureSchedules, type Entry } from '../../../temporal/schedules.ts';

let temporal: Temporal;
let queue: string;
beforeAll(() => {
  temporal = connectTemporal({
    TEMPORAL_ADDRESS: inject('ground').temporalAddress,
    TEMPORAL_NAMESPACE: 'default',
  });
});
beforeEach(() => {
  queue = `test-${randomUUID()}`;
});
afterAll(() => temporal.close());

const before: Entry = {
  name: 'night',
  workflow: 'reminderSweep',
  spec: { intervals: [{ every: '1m' }], jitter: '5s' },
  catchupWindow: '10m',
  runTimeout: '10m',
  priorityKey: 5,
};
const after: Entry = {
  name: 'night',
  workflow: 'retention',
  spec: { calendars: [{ hour: 4 }], timezone: 'UTC', jitter: '1h' },
  catchupWindow: '12h',
  runTimeout: '2h',
  priorityKey: 1,
};

const handle = (name: string) => temporal.client.schedule.getHandle(`${queue}/${name}`);

/** What of a schedule the timetable decides. */
async function read(name: string) {
  const { spec, action, policies, state, raw } = await handle(name).describe();
  return {
    jitterMs: spec.jitter,
    intervals: spec.intervals?.length ?? 0,
    hours: (spec.calendars ?? []).map(({ hour }) => hour),
    workflow: action.workflowType,
    runTimeoutMs: action.workflowRunTimeout,
    catchupMs: policies.catchupWindow,
    priorityKey: (raw.schedule?.action?.startWorkflow?.priority?.priorityKey ?? null) as unknown,
    paused: state.paused,
  };
}

const AS_BEFORE = {
  jitterMs: 5000,
  intervals: 1,
  hours: [],
  workflow: 'reminderSweep',
  runTimeoutMs: 600_000,
  catchupMs: 600_000,
  priorityKey: 5,
  paused: false,
};
const AS_AFTER = {
  jitterMs: 3_600_000,
  intervals: 0,
  hours: [[{ start: 4, end: 4, step: 1 }]],
  workflow: 'retention',
  runTimeoutMs: 7_200_000,
  catchupMs: 43_200_000,
  priorityKey: 1,
  paused: false,
};

test('spec, action and policies follow the code; the same again changes nothing', async () => {
  await ensureSchedules(temporal.client, queue, [before], []);
  expect(await read('night')).toEqual(AS_BEFORE);
  await ensureSchedules(temporal.client, queue, [after], []);
  expect(await read('night')).toEqual(AS_AFTER);
  await ensureSchedules(temporal.client, queue, [after], []);
  expect(await read('night')).toEqual(AS_AFTER);
  await handle('night').delete();
});

test('what an operator paused stays paused, with the reason', async () => {
  await ensureSchedules(temporal.client, queue, [before], []);
  await handle('night').pause('while we move');
  await ensureSchedules(temporal.client, queue, [after], []);
  expect(await read('night')).toEqual({ ...AS_AFTER, paused: true });
  expect((await handle('night').describe()).state.note).toBe('while we move');
  await handle('night').delete();
});

test('a name of before leaves nothing behind, and an attempt that ended half way is finished by the next', async () => {
  await ensureSchedules(temporal.client, queue, [{ ...before, name: 'sweep' }], []);
  // The attempt that ended before it came to the retired ones.
  await ensureSchedules(temporal.client, queue, [after], []);
  expect((await read('sweep')).workflow).toBe('reminderSweep');
  await ensureSchedules(temporal.client, queue, [after], ['sweep']);
  await expect(read('sweep')).rejects.toThrow('not found');
  await ensureSchedules(temporal.client, queue, [after], ['sweep']);
  expect(await read('night')).toEqual(AS_AFTER);
  await handle('night').delete();
});

test('two workers that start at once, of this version and of the one before', async () => {
  await Promise.all(
    [before, after, after].map((entry) => ensureSchedules(temporal.client, queue, [entry], ['old'])),
  );
  await ensureSchedules(temporal.client, queue, [after], ['old']);
  expect(await read('night')).toEqual(AS_AFTER);
  await handle('night').delete();
});
