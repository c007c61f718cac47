// Turns what a verb throws into what Temporal understands: FluxError codes become failure types, with their retry rule.
import { heartbeat } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import { FluxError } from '../src/kernel/errors.ts';
import { describeError } from '../src/kernel/log.ts';

/** Wraps every function of `verbs`. Failure messages hold codes and details for operators, never a person's words. */
export function bind<V extends Record<string, (...args: never[]) => Promise<unknown>>>(verbs: V): V {
  return Object.fromEntries(
    Object.entries(verbs).map(([name, verb]) => [
      name,
      (...args: never[]) =>
        verb(...args).catch((error: unknown) => {
          throw toFailure(error);
        }),
    ]),
  ) as V;
}

/** Runs `work` with a heartbeat every two seconds: a dead worker is noticed within the heartbeat time-out. */
export async function beating<T>(work: Promise<T>): Promise<T> {
  const timer = setInterval(heartbeat, 2000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

function toFailure(error: unknown): unknown {
  if (error instanceof CancelledFailure) return error;
  if (!(error instanceof FluxError)) return unexpected(error);
  const { retryAfterMs, ...fields } = error.fields;
  return ApplicationFailure.create({
    message: error.message,
    type: error.code,
    nonRetryable: !error.row.retryable,
    details: [fields],
    ...(typeof retryAfterMs === 'number' && { nextRetryDelay: Math.max(1, retryAfterMs) }),
    // An outcome that is not known yet is daily business, not an alarm.
    ...(error.code === 'PROVIDER_UNAVAILABLE' && { category: ApplicationFailureCategory.BENIGN }),
  });
}

/** The text of an unknown error may quote what it choked on, and history keeps it: only its kind and its place go there. */
function unexpected(error: unknown): ApplicationFailure {
  const described = describeError(error);
  return ApplicationFailure.create({
    message: `unexpected ${described.type}`,
    type: described.type,
    details: [described],
  });
}
