// Once per process, before any worker: where the Temporal SDK logs to, and that signals are ours.
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log } from '../src/kernel/log.ts';
import { queueOf, QUEUES } from '../workflows/queues.ts';

/** What the SDK says of an activity or workflow that may be kept: ids and numbers, never a payload. */
const KEPT = ['workflowId', 'workflowType', 'activityType', 'attempt', 'taskQueue', 'durationMs'];

/** For the start of a process. */
export function installRuntime(log: Log): void {
  Runtime.install({ logger: loggerOfSdk(log), shutdownSignals: [] });
}

/** Warnings and errors of the SDK go to `log` in its own form. */
export function loggerOfSdk(log: Log): DefaultLogger {
  return new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    if (message.startsWith('No workflows registered') && isOfActivities(meta['taskQueue'])) return;
    // Said already, with its code, by the interceptor around every activity.
    if (message === 'Activity failed') return;
    const kept = Object.fromEntries(Object.entries(meta).filter(([name]) => KEPT.includes(name)));
    log[level === 'ERROR' ? 'error' : 'warn'](
      { ...kept, ...('error' in meta && { err: meta['error'] }) },
      message,
    );
  });
}

/**
 * The SDK has no way to say that a worker is meant to have activities only, as all of our queues but one, and warns at
 * each start. On the main queue it is right.
 */
const isOfActivities = (taskQueue: unknown): boolean =>
  OTHERS.some((queue) => typeof taskQueue === 'string' && taskQueue.endsWith(queueOf('', queue)));

const OTHERS = QUEUES.filter((queue) => queue !== 'main');
