// Which attempt is the last one, by what the attempts before it have left.
import { asyncLocalStorage, Context } from '@temporalio/activity';
import { expect, test } from 'vitest';
import { withinAttempts } from '../../../activities/attempts.ts';
import { blameDatabase } from '../../../src/kernel/database-outage.ts';
import { FluxError } from '../../../src/kernel/errors.ts';

interface Attempt {
  attempt: number;
  left?: { outages: number };
  /** Since the first of them; three that time out take three minutes. */
  minutes?: number;
  error: unknown;
}

/** An attempt, of three that count, that ends by `error`: how, and what the next one finds. */
async function met({ attempt, left, minutes = 0, error }: Attempt) {
  let leaves: unknown = left;
  let hasWorked = false;
  const info = {
    attempt,
    heartbeatDetails: left,
    scheduledTimestampMs: Date.now() - minutes * 60_000,
    startToCloseTimeoutMs: 60_000,
  };
  const beat = (details: unknown) => void (leaves = details);
  const { signal } = new AbortController();
  const make = Context as new (...parts: unknown[]) => Context;
  const context = new make(info, new Promise(() => {}), signal, beat);
  const work = async () => {
    hasWorked = true;
    throw error;
  };
  const end = await asyncLocalStorage.run(context, () =>
    withinAttempts(3, work).catch((thrown: unknown) => thrown),
  );
  return { hasWorked, isLast: (end as { type?: string }).type === 'GAVE_UP', leaves };
}

const ofDatabase = (code: string) => blameDatabase(Object.assign(new Error(code), { code }));
const DEFECT = new Error('a defect');

test.for<[what: string, attempt: Attempt, met: Awaited<ReturnType<typeof met>>]>([
  [
    'an outage',
    { attempt: 3, error: ofDatabase('57P01') },
    { hasWorked: true, isLast: false, leaves: { outages: 1 } },
  ],
  [
    'the wait for a lock',
    { attempt: 3, error: ofDatabase('55P03') },
    { hasWorked: true, isLast: false, leaves: { outages: 1 } },
  ],
  [
    'Temporal away',
    { attempt: 3, left: { outages: 1 }, error: new FluxError('UNAVAILABLE') },
    { hasWorked: true, isLast: false, leaves: { outages: 2 } },
  ],
  [
    'a time-out of ours',
    { attempt: 3, error: ofDatabase('57014') },
    { hasWorked: true, isLast: true, leaves: undefined },
  ],
  [
    'a time-out of ours, in what it caused',
    { attempt: 3, error: new FluxError('UNAVAILABLE', { cause: ofDatabase('57014') }) },
    { hasWorked: true, isLast: true, leaves: undefined },
  ],
  ['a defect', { attempt: 2, error: DEFECT }, { hasWorked: true, isLast: false, leaves: undefined }],
  [
    'a defect after outages',
    { attempt: 9, left: { outages: 7 }, error: DEFECT },
    { hasWorked: true, isLast: false, leaves: { outages: 7 } },
  ],
  [
    'too many, and nothing left of them',
    { attempt: 9, error: DEFECT },
    { hasWorked: true, isLast: true, leaves: { outages: 6 } },
  ],
  [
    'an outage after too many with nothing left of them',
    { attempt: 9, error: ofDatabase('57P01') },
    { hasWorked: true, isLast: false, leaves: { outages: 7 } },
  ],
  [
    'the one after that, whose worker died',
    { attempt: 10, left: { outages: 6 }, minutes: 4, error: DEFECT },
    { hasWorked: false, isLast: true, leaves: { outages: 6 } },
  ],
  [
    'workers that die one after the other',
    { attempt: 9, left: { outages: 0 }, minutes: 2, error: ofDatabase('57P01') },
    { hasWorked: true, isLast: false, leaves: { outages: 1 } },
  ],
  [
    'workers that die for longer than time-outs would take',
    { attempt: 4, left: { outages: 0 }, minutes: 4, error: DEFECT },
    { hasWorked: false, isLast: true, leaves: { outages: 0 } },
  ],
  [
    'workers that die ever again',
    { attempt: 10, left: { outages: 0 }, minutes: 1, error: DEFECT },
    { hasWorked: false, isLast: true, leaves: { outages: 0 } },
  ],
  [
    'a defect after workers that died',
    { attempt: 9, left: { outages: 0 }, minutes: 2, error: DEFECT },
    { hasWorked: true, isLast: true, leaves: { outages: 0 } },
  ],
])('%s', async ([, attempt, expected]) => {
  expect(await met(attempt)).toEqual(expected);
});
