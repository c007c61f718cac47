// Once per process, before any worker: where the Temporal SDK logs to, and that signals are ours.
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { Log } from '../src/kernel/log.ts';

/** What the SDK says of an activity or workflow that may be kept: ids and numbers, never a payload. */
const KEPT = ['workflowId', 'workflowType', 'activityType', 'attempt', 'taskQueue', 'durationMs'];

/** Warnings and errors of the SDK go to `log` in its own form. */
export function installRuntime(log: Log): void {
  const logger = new DefaultLogger('WARN', ({ level, message, meta = {} }) => {
    // Three of our four queues have activities only; the SDK warns of that at each start.
    if (message.startsWith('No workflows registered')) return;
    // Said already, with its code, by the interceptor around every activity.
    if (message === 'Activity failed') return;
    const kept = Object.fromEntries(Object.entries(meta).filter(([name]) => KEPT.includes(name)));
    log[level === 'ERROR' ? 'error' : 'warn'](
      { ...kept, ...('error' in meta && { err: meta['error'] }) },
      message,
    );
  });
  Runtime.install({ logger, shutdownSignals: [] });
}
