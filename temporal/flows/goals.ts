// Negotiations over Temporal: one workflow per goal, one update per request.
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Negotiations } from '../../src/goals/negotiations.ts';
import { abandon, approve, GOAL_CLOSED, propose, revise } from '../../workflows/goal-negotiation.contract.ts';
import type { goalNegotiation } from '../../workflows/goal-negotiation.ts';
import { call, startOptions, type Line } from './call.ts';

export const goalId = (id: string): string => `goal/${id}`;

export function negotiations(line: Line): Negotiations {
  const { workflow } = line.client;
  const running = (id: string) => workflow.getHandle<typeof goalNegotiation>(goalId(id));

  return {
    propose: ({ orgId, userId }, id) =>
      call(line, GOAL_CLOSED, () =>
        workflow.executeUpdateWithStart(propose, {
          updateId: 'propose',
          startWorkflowOperation: new WithStartWorkflowOperation<typeof goalNegotiation>('goalNegotiation', {
            ...startOptions(line, { orgId, userId }, 'goal'),
            workflowId: goalId(id),
            workflowIdConflictPolicy: 'USE_EXISTING',
            staticSummary: 'Goal negotiation',
            priority: { priorityKey: 3, fairnessKey: userId },
            args: [{ orgId, userId, goalId: id }],
          }),
        }),
      ),

    revise: (_actor, id, messageId) =>
      call(line, GOAL_CLOSED, () =>
        running(id).executeUpdate(revise, { args: [{ messageId }], updateId: messageId }),
      ),

    approve: async ({ via }, id, { number, hash }) => {
      // One id for every repeat of the same approval, by whichever door: the workflow sees it once.
      const updateId = `approve-${number}-${hash.slice(0, 16)}`;
      const { tasks } = await call(line, GOAL_CLOSED, () =>
        running(id).executeUpdate(approve, { args: [{ number, hash, via }], updateId }),
      );
      return tasks;
    },

    abandon: async ({ via }, id) => {
      await call(line, GOAL_CLOSED, () =>
        running(id).executeUpdate(abandon, { args: [{ via }], updateId: 'abandon' }),
      );
    },
  };
}
