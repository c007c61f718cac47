// How every flow calls Temporal: with patience and no more, and with our own errors for what comes back.
import {
  isGrpcServiceError,
  NamespaceNotFoundError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import type { Person } from '../../src/kernel/context.ts';
import { ERRORS, FluxError, type ErrorCode } from '../../src/kernel/errors.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';

/** What a flow speaks through. */
export interface Line {
  client: Client;
  /** The main task queue; the others are named after it. */
  taskQueue: string;
  /** How long a caller waits for an answer before it hears STILL_WORKING. */
  patienceMs: number;
}

/**
 * What the workflow refused becomes the FluxError it named, and what the server could not do UNAVAILABLE. `notThere`:
 * what it means for this flow that there is no such workflow, or that it ended before it answered.
 */
export async function call<T>(
  { client, patienceMs }: Line,
  notThere: ErrorCode,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await client.withDeadline(Date.now() + patienceMs, work);
  } catch (error) {
    throw translate(error, notThere);
  }
}

/** How a workflow is started for a person. Nothing of it is personal. */
export const startOptions = ({ taskQueue }: Line, person: Person, kind: string) => ({
  taskQueue,
  typedSearchAttributes: new TypedSearchAttributes([
    { key: SEARCH_ATTRIBUTES.org, value: person.orgId },
    { key: SEARCH_ATTRIBUTES.person, value: person.userId },
    { key: SEARCH_ATTRIBUTES.kind, value: kind },
  ]),
});

// UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED; FAILED_PRECONDITION: a workflow whose last tasks died
// with their workers takes no update until one gets through.
const OUTAGES = [14, 4, 8, 1, 9];
// INVALID_ARGUMENT and NOT_FOUND: the server has lost its store, and with it what was set up (temporal/keep-set-up.ts).
const LOST = /Namespace \S+ (has no mapping defined for search attribute|is not found)/;
// NOT_FOUND: a request whose workflow was closed under it, by hand or by a time-out, is refused by this code alone.
const CLOSED = [5];

/** As what an error of the client is known to the rooms; `notThere` as in `call`. */
export function translate(error: unknown, notThere: ErrorCode): unknown {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return new FluxError('STILL_WORKING', { cause: error });
  if (error instanceof WorkflowNotFoundError) return new FluxError(notThere, { cause: error });
  if (error instanceof WorkflowUpdateFailedError) return refusalOf(error, notThere);
  if (error instanceof NamespaceNotFoundError) return away(error);
  // The client wraps what gRPC said in an error of its own.
  const { cause } = error instanceof Error ? error : {};
  const spoken = isGrpcServiceError(error) ? error : isGrpcServiceError(cause) ? cause : null;
  if (spoken && (OUTAGES.includes(spoken.code) || LOST.test(`${spoken.details} ${spoken.message}`)))
    return away(error);
  if (spoken && CLOSED.includes(spoken.code)) return new FluxError(notThere, { cause: error });
  return error;
}

const away = (cause: unknown) => new FluxError('UNAVAILABLE', { detail: 'Temporal', cause });

function refusalOf(error: WorkflowUpdateFailedError, notThere: ErrorCode): unknown {
  const failure = applicationFailureIn(error);
  if (failure?.type === 'AcceptedUpdateCompletedWorkflow') return new FluxError(notThere, { cause: error });
  if (!failure?.type || !Object.hasOwn(ERRORS, failure.type)) return error;
  return new FluxError(failure.type as ErrorCode, { fields: fieldsOf(failure), cause: error });
}

function applicationFailureIn(error: unknown): ApplicationFailure | null {
  if (error instanceof ApplicationFailure) return error;
  return error instanceof Error && error.cause !== undefined ? applicationFailureIn(error.cause) : null;
}

/** Validators pass the latest draft as the first detail, activities all their fields. */
function fieldsOf(failure: ApplicationFailure): Record<string, unknown> {
  const [detail] = failure.details ?? [];
  if (detail === null || typeof detail !== 'object') return {};
  return 'hash' in detail ? { latest: detail } : (detail as Record<string, unknown>);
}
