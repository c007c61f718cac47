// Hands the id of the request that a workflow follows on to everything that it sets in motion, so that the log reads
// as one story.
import { AsyncLocalStorage, type Headers, type WorkflowInterceptors } from '@temporalio/workflow';
import { CORRELATION_HEADER } from './correlation.contract.ts';

type Id = Headers[string];

/** The id of the message that is being handled, or whose work runs now; it is never unpacked here. */
const followed = new AsyncLocalStorage<Id>();

/**
 * For the bundle. An activity follows the message whose handler asked for it; one that a timer or the main loop asks
 * for follows what the workflow heard last. Headers are no part of what a replay compares.
 */
export function interceptors(): WorkflowInterceptors {
  let latest: Id | undefined;

  const hear = <T>(headers: Headers, handle: () => T): T => {
    const id = headers[CORRELATION_HEADER];
    if (!id) return handle();
    latest = id;
    return followed.run(id, handle);
  };
  const mark = <Input extends { headers: Headers }>(input: Input): Input => {
    const id = followed.getStore() ?? latest;
    return id ? { ...input, headers: { ...input.headers, [CORRELATION_HEADER]: id } } : input;
  };

  return {
    inbound: [
      {
        execute: (input, next) => {
          // Not followed, for then it would stay ahead of what is heard later.
          latest = input.headers[CORRELATION_HEADER];
          return next(input);
        },
        handleSignal: (input, next) => hear(input.headers, () => next(input)),
        handleUpdate: (input, next) => hear(input.headers, () => next(input)),
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(mark(input)),
        scheduleLocalActivity: (input, next) => next(mark(input)),
        startChildWorkflowExecution: (input, next) => next(mark(input)),
        signalWorkflow: (input, next) => next(mark(input)),
        continueAsNew: (input, next) => next(mark(input)),
      },
    ],
  };
}

/** `work` as a job that somebody else runs later, on behalf of the message that is being handled now. */
export function onBehalf<T>(work: () => T): () => T {
  const id = followed.getStore();
  return id ? () => followed.run(id, work) : work;
}
