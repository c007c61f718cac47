// Around every activity: its lines of the log carry the request that it serves, and at its end it is measured and
// written down.
import type { Info } from '@temporalio/activity';
import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { onTrail, type Trail } from '../../src/kernel/correlation.ts';
import type { Log } from '../../src/kernel/log.ts';
import { activitySeconds } from '../../src/kernel/metrics.ts';
import { readCorrelation } from './correlation-header.ts';

/** For a worker. One line each at the end: info for what went as it may, warn for a failure. */
export function followActivities(log: Log): ActivityInterceptorsFactory {
  return ({ info }) => ({
    inbound: {
      execute: ({ headers, ...input }, next) =>
        onTrail(trailOf(info, readCorrelation(headers)), async () => {
          const startedMs = performance.now();
          const end = (ending: Ending) => report(log, info, performance.now() - startedMs, ending);
          try {
            const result = await next({ headers, ...input });
            end({ outcome: 'completed' });
            return result;
          } catch (error) {
            end(endingOf(error));
            throw error;
          }
        }),
    },
  });
}

/** A workflow that no request started, such as the reconciler, is its own story: the run's id ties its lines. */
function trailOf(info: Info, correlationId: string | null): Trail {
  const { workflowId, runId } = info.workflowExecution ?? {};
  return {
    correlation_id: correlationId ?? runId ?? info.activityId,
    ...(workflowId !== undefined && { workflow_id: workflowId }),
    activity: info.activityType,
    attempt: info.attempt,
  };
}

interface Ending {
  outcome: 'completed' | 'failed' | 'cancelled';
  /** The failure's code. */
  problem?: string;
  /** What was thrown, unless its code says it all. */
  err?: unknown;
  isExpected?: boolean;
}

function endingOf(error: unknown): Ending {
  if (error instanceof CancelledFailure) return { outcome: 'cancelled' };
  if (!(error instanceof ApplicationFailure)) return { outcome: 'failed', err: error };
  const [detail] = error.details ?? [];
  return {
    outcome: 'failed',
    ...(error.type && { problem: error.type }),
    // The binding has described what nobody expected.
    ...(isObject(detail) && 'frames' in detail && { err: detail }),
    isExpected: error.category === ApplicationFailureCategory.BENIGN,
  };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

function report(
  log: Log,
  info: Info,
  durationMs: number,
  { isExpected = false, outcome, ...story }: Ending,
): void {
  activitySeconds.observe({ activity: info.activityType, outcome }, durationMs / 1000);
  const level = outcome === 'failed' && !isExpected ? 'warn' : 'info';
  log[level]({ outcome, latency_ms: Math.round(durationMs), ...story }, 'activity ended');
}
