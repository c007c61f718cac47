// On the way from a request, or from an activity, to a workflow: its id goes along.
import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { Headers } from '@temporalio/common';
import { currentTrail } from '../../src/kernel/correlation.ts';
import { withCorrelation } from './correlation-header.ts';

/** For a client: marks whatever starts a workflow or tells it something. */
export const tellCorrelation: WorkflowClientInterceptor = {
  startWithDetails: (input, next) => next({ ...input, headers: mark(input.headers) }),
  signal: (input, next) => next({ ...input, headers: mark(input.headers) }),
  signalWithStart: (input, next) => next({ ...input, headers: mark(input.headers) }),
  startUpdate: (input, next) => next({ ...input, headers: mark(input.headers) }),
  startUpdateWithStart: (input, next) =>
    next({
      ...input,
      workflowStartHeaders: mark(input.workflowStartHeaders),
      updateHeaders: mark(input.updateHeaders),
    }),
};

function mark(headers: Headers): Headers {
  const trail = currentTrail();
  return trail ? withCorrelation(headers, trail.correlation_id) : headers;
}
