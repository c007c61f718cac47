// How often something is tried that cannot be tried for ever. What we ourselves are away for is waited out, and no
// attempt of it counts: nothing has failed then. A time-out of ours counts: what is too long today may always be.
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { isDatabaseOutage, isDatabaseTimeOut } from '../src/kernel/database-outage.ts';
import { FluxError } from '../src/kernel/errors.ts';
import { describeError } from '../src/kernel/log.ts';
import { leave } from './bind.ts';

/** What the beats of one attempt leave to the next one. */
interface Kept {
  /** How many attempts an outage has ended. */
  outages: number;
}

/**
 * For an activity that beats, and that Temporal tries for ever: the person hears of its end, so it ends after `most`
 * attempts that count. Workers die of other things, too, so what ended without a word is tried again for as long as
 * `most` time-outs take, and three times as often at most.
 */
export async function withinAttempts<T>(most: number, work: () => Promise<T>): Promise<T> {
  const { attempt, scheduledTimestampMs, startToCloseTimeoutMs } = activityInfo();
  const outages = outagesBefore(most);
  const counted = attempt - outages;
  const isLong = Date.now() - scheduledTimestampMs > most * startToCloseTimeoutMs;
  if (counted > most && (isLong || counted > MOST_DEATHS * most)) throw gaveUp();
  try {
    return await work();
  } catch (error) {
    if (cancellationSignal().aborted || isPassing(error)) {
      leave({ outages: outages + 1 } satisfies Kept);
      throw isDatabaseOutage(error) ? away(outages, error) : error;
    }
    throw attempt - outages < most ? error : gaveUp(error);
  }
}

const MOST_DEATHS = 3;

/**
 * More attempts than may count, and nothing left of them: a version before did not say what ended them, or each worker
 * died. That is tried once more at least.
 */
function outagesBefore(most: number): number {
  const { attempt, heartbeatDetails } = activityInfo();
  if (heartbeatDetails) return (heartbeatDetails as Kept).outages;
  const outages = Math.max(0, attempt - most);
  if (outages > 0) leave({ outages } satisfies Kept);
  return outages;
}

/** A model that gives no usable answer to this may never give one. */
function isPassing(error: unknown): boolean {
  if (isDatabaseTimeOut(error)) return false;
  return error instanceof FluxError
    ? error.row.retryable && error.code !== 'MODEL_FAILED'
    : isDatabaseOutage(error);
}

const PAUSE_MS = { least: 200, most: 30_000 };

/** Looked for more and more seldom, however patient failures are met. */
const away = (outages: number, cause: unknown): FluxError =>
  new FluxError('UNAVAILABLE', {
    detail: 'PostgreSQL',
    fields: { retryAfterMs: Math.min(PAUSE_MS.least * 2 ** outages, PAUSE_MS.most) },
    cause,
  });

const gaveUp = (error?: unknown): ApplicationFailure =>
  ApplicationFailure.nonRetryable(
    'gave up after several attempts',
    'GAVE_UP',
    ...(error === undefined ? [] : [describeError(error)]),
  );
