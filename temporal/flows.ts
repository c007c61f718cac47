// Every workflow id, start, signal and update in one place.
import {
  isGrpcServiceError,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client';
import { ApplicationFailure, TypedSearchAttributes } from '@temporalio/common';
import { ERRORS, FluxError, type ErrorCode } from '../src/kernel/errors.ts';
import type { Person } from '../src/kernel/context.ts';
import type { Nudge, ReminderDue } from '../src/tasks/task-ref.ts';
import type { Approval, DraftRef } from '../workflows/contracts.ts';
import * as contracts from '../workflows/contracts.ts';
import type { chatSession, goalNegotiation, reminderEscalation } from '../workflows/index.ts';
import { SEARCH_ATTRIBUTES } from './client.ts';

export interface Flows {
  /** Resolves once the answer is stored. Throws STILL_WORKING when that takes longer than a request may. */
  sendTurn(person: Person, conversationId: string, messageId: string): Promise<void>;
  /** Opens the negotiation where there is none; resolves to the first draft. */
  propose(person: Person, goalId: string): Promise<DraftRef>;
  revise(person: Person, goalId: string, messageId: string): Promise<DraftRef>;
  /** Throws PLAN_STALE (with `latest`) for anything but the latest draft. */
  approve(person: Person, goalId: string, draft: DraftRef, requestId: string): Promise<Approval>;
  abandon(person: Person, goalId: string): Promise<void>;
  /** Starts a task's reminder; once per task and generation, however often it is called. */
  startReminder(person: Person, due: ReminderDue): Promise<void>;
  /** Tells a reminder that it has nothing left to do. Never throws: a lost nudge delays the stop by one wait. */
  settle(nudge: Nudge): Promise<void>;
}

export const workflowId = {
  chat: (conversationId: string) => `chat/${conversationId}`,
  goal: (goalId: string) => `goal/${goalId}`,
  reminder: ({ taskId, generation }: Nudge) => `reminder/${taskId}/${generation}`,
};

export interface FlowsOptions {
  /** The main task queue; the others are named after it. */
  taskQueue: string;
  /** How long a caller waits for an update before it hears STILL_WORKING. */
  patienceMs?: number;
}

export function createFlows(client: Client, { taskQueue, patienceMs = 25_000 }: FlowsOptions): Flows {
  const start = (person: Person, kind: string) => ({
    taskQueue,
    typedSearchAttributes: new TypedSearchAttributes([
      { key: SEARCH_ATTRIBUTES.org, value: person.orgId },
      { key: SEARCH_ATTRIBUTES.kind, value: kind },
    ]),
  });
  const patiently = <T>(call: () => Promise<T>): Promise<T> =>
    client.withDeadline(Date.now() + patienceMs, call).catch((error: unknown) => {
      throw translate(error);
    });
  const negotiation = (goalId: string) =>
    client.workflow.getHandle<typeof goalNegotiation>(workflowId.goal(goalId));

  const sendTurn: Flows['sendTurn'] = (person, conversationId, messageId) =>
    patiently(() =>
      client.workflow.executeUpdateWithStart(contracts.sendMessage, {
        args: [{ messageId }],
        updateId: messageId,
        startWorkflowOperation: new WithStartWorkflowOperation<typeof chatSession>('chatSession', {
          ...start(person, 'chat'),
          workflowId: workflowId.chat(conversationId),
          workflowIdConflictPolicy: 'USE_EXISTING',
          staticSummary: 'Chat session',
          priority: { priorityKey: 2, fairnessKey: person.userId },
          args: [{ ...person, conversationId, answered: [] }],
        }),
      }),
    );

  return {
    // A session that is just ending refuses the turn, or ends under it: the next run takes it.
    sendTurn: async (person, conversationId, messageId) => {
      try {
        await sendTurn(person, conversationId, messageId);
      } catch (error) {
        if (!isSessionEnd(error)) throw error;
        await sendTurn(person, conversationId, messageId);
      }
    },

    propose: (person, goalId) =>
      patiently(() =>
        client.workflow.executeUpdateWithStart(contracts.propose, {
          updateId: 'propose',
          startWorkflowOperation: new WithStartWorkflowOperation<typeof goalNegotiation>('goalNegotiation', {
            ...start(person, 'goal'),
            workflowId: workflowId.goal(goalId),
            workflowIdConflictPolicy: 'USE_EXISTING',
            staticSummary: 'Goal negotiation',
            priority: { priorityKey: 3, fairnessKey: person.userId },
            args: [{ ...person, goalId }],
          }),
        }),
      ),

    revise: (_person, goalId, messageId) =>
      patiently(() =>
        negotiation(goalId).executeUpdate(contracts.revise, { args: [{ messageId }], updateId: messageId }),
      ),

    approve: (_person, goalId, draft, requestId) =>
      patiently(() =>
        negotiation(goalId).executeUpdate(contracts.approve, {
          args: [{ number: draft.number, hash: draft.hash }],
          updateId: requestId,
        }),
      ),

    abandon: async (_person, goalId) => {
      await patiently(() => negotiation(goalId).executeUpdate(contracts.abandon, { updateId: 'abandon' }));
    },

    startReminder: async (person, { taskId, generation, dueAt }) => {
      const delayMs = Math.max(0, dueAt.getTime() - Date.now());
      try {
        await patiently(() =>
          client.workflow.start<typeof reminderEscalation>('reminderEscalation', {
            taskQueue,
            workflowId: workflowId.reminder({ taskId, generation }),
            workflowIdReusePolicy: 'REJECT_DUPLICATE',
            workflowIdConflictPolicy: 'USE_EXISTING',
            ...(delayMs > 0 && { startDelay: delayMs }),
            staticSummary: 'Task reminder',
            typedSearchAttributes: new TypedSearchAttributes([
              { key: SEARCH_ATTRIBUTES.org, value: person.orgId },
              { key: SEARCH_ATTRIBUTES.kind, value: 'reminder' },
              { key: SEARCH_ATTRIBUTES.dueAt, value: dueAt },
            ]),
            args: [{ ...person, taskId, generation }],
          }),
        );
      } catch (error) {
        if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
      }
    },

    settle: async (nudge) => {
      try {
        await client.withDeadline(Date.now() + 2000, () =>
          client.workflow.getHandle(workflowId.reminder(nudge)).signal(contracts.taskSettled),
        );
      } catch {
        // It is over, not started yet, or out of reach: its next rung asks the database anyway.
      }
    },
  };
}

/** What the workflow refused becomes the FluxError it named; what the server could not do becomes UNAVAILABLE. */
function translate(error: unknown): unknown {
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError)
    return new FluxError('STILL_WORKING', { cause: error });
  if (error instanceof WorkflowNotFoundError) return new FluxError('GOAL_CLOSED', { cause: error });
  if (error instanceof WorkflowUpdateFailedError) {
    const failure = applicationFailureIn(error);
    if (failure?.type && failure.type in ERRORS)
      return new FluxError(failure.type as ErrorCode, { fields: fieldsOf(failure), cause: error });
    if (failure?.type === 'AcceptedUpdateCompletedWorkflow')
      return new FluxError('GOAL_CLOSED', { cause: error });
    return error;
  }
  // The client wraps what gRPC said in an error of its own.
  const { cause } = error instanceof Error ? error : {};
  const spoken = isGrpcServiceError(error) ? error : isGrpcServiceError(cause) ? cause : null;
  // UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, CANCELLED; FAILED_PRECONDITION: a workflow whose last tasks died
  // with their workers takes no update until one gets through.
  if (spoken && [14, 4, 8, 1, 9].includes(spoken.code))
    return new FluxError('UNAVAILABLE', { detail: 'Temporal', cause: error });
  return error;
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

function isSessionEnd(error: unknown): boolean {
  if (error instanceof FluxError && error.code === 'GOAL_CLOSED') return true;
  return applicationFailureIn(error)?.type === contracts.SESSION_DRAINING;
}
