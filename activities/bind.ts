// Turns what a verb throws into what Temporal understands: FluxError codes become failure types, with their retry rule.
import { activityInfo, Context, heartbeat } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { Actor, Person } from '../src/kernel/context.ts';
import { FluxError } from '../src/kernel/errors.ts';
import { describeError } from '../src/kernel/log.ts';
import type { Via } from '../src/kernel/via.ts';

type Verbs = Record<string, (...args: never[]) => Promise<unknown>>;

/**
 * Activities that are over before anybody could miss their worker. Failure messages hold codes and details, never a
 * person's words.
 */
export function quick<V extends Verbs>(verbs: V): V {
  return bind(verbs, (work) => work);
}

/**
 * Activities that beat every two seconds while they work: a dead worker is noticed within the heartbeat time-out. What
 * an earlier attempt has left in its beats stays in them.
 */
export function slow<V extends Verbs>(verbs: V): V {
  return bind(verbs, beating);
}

/** What this attempt leaves to the next one, in place of what it found: from now on in each of its beats. */
export function leave(details: unknown): void {
  left.set(Context.current(), details);
  heartbeat(details);
}

const left = new WeakMap<Context, unknown>();

/** Who acts by an activity: nothing else of its arguments goes along. */
export const actorOf = ({ orgId, userId }: Person, via: Via): Actor => ({ orgId, userId, via });

function bind<V extends Verbs>(verbs: V, run: (work: Promise<unknown>) => Promise<unknown>): V {
  return Object.fromEntries(
    Object.entries(verbs).map(([name, verb]) => [
      name,
      (...args: never[]) =>
        run(verb(...args)).catch((error: unknown) => {
          throw toFailure(error);
        }),
    ]),
  ) as V;
}

async function beating(work: Promise<unknown>): Promise<unknown> {
  const timer = setInterval(
    () => heartbeat(left.get(Context.current()) ?? activityInfo().heartbeatDetails),
    2000,
  );
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

function toFailure(error: unknown): unknown {
  if (error instanceof CancelledFailure || error instanceof ApplicationFailure) return error;
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

/**
 * The text of an unknown error may quote what it choked on, and history keeps it: only its kind and its place go
 * there.
 */
function unexpected(error: unknown): ApplicationFailure {
  const described = describeError(error);
  return ApplicationFailure.create({
    message: `unexpected ${described.type}`,
    type: described.type,
    details: [described],
  });
}
