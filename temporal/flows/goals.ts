// Negotiations over Temporal: one workflow per goal, one update per request. Decisions are not made here: PostgreSQL
// has them, and the negotiation only hears of them.
import { WithStartWorkflowOperation } from '@temporalio/client';
import type { Asked, Negotiations } from '../../src/goals/negotiations.ts';
import type { Person } from '../../src/kernel/context.ts';
import { FluxError } from '../../src/kernel/errors.ts';
import {
  lookAgain,
  propose,
  redraft,
  revise,
  type NegotiationInput,
} from '../../workflows/goal-negotiation.contract.ts';
import type { goalNegotiation } from '../../workflows/goal-negotiation.ts';
import { call, startOptions, type Line } from './call.ts';
import { request } from './request.ts';

export const negotiationId = (goalId: string): string => `goal/${goalId}`;

export function negotiations(line: Line): Negotiations {
  const optionsOf = ({ orgId, userId }: Person, goalId: string, input: Partial<NegotiationInput>) => ({
    ...startOptions(line, { orgId, userId }, 'goal'),
    workflowId: negotiationId(goalId),
    workflowIdConflictPolicy: 'USE_EXISTING' as const,
    staticSummary: 'Goal negotiation',
    priority: { priorityKey: 3, fairnessKey: userId },
    args: [{ orgId, userId, goalId, ...input }] as [NegotiationInput],
  });
  /** Where none runs, one starts from what PostgreSQL knows. */
  const startOf =
    (person: Person, { goalId, latest }: Asked) =>
    () =>
      new WithStartWorkflowOperation<typeof goalNegotiation>(
        'goalNegotiation',
        optionsOf(person, goalId, latest ? { latest } : {}),
      );

  return {
    propose: (actor, asked) =>
      request(line, {
        update: propose,
        id: idOf('propose', asked),
        args: [{}],
        start: startOf(actor, asked),
        signal: asked.signal,
      }),

    revise: (actor, asked) =>
      request(line, {
        update: revise,
        id: idOf(asked.messageId, asked),
        args: [{ messageId: asked.messageId }],
        start: startOf(actor, asked),
        signal: asked.signal,
      }),

    redraft: (actor, asked) =>
      request(line, {
        update: redraft,
        id: idOf(`redraft/${asked.outdated}`, asked),
        args: [{ outdated: asked.outdated }],
        start: startOf(actor, asked),
        signal: asked.signal,
      }),

    revive: async (person, goalId) => {
      await call(line, 'NOT_FOUND', () =>
        line.client.workflow.signalWithStart<typeof goalNegotiation>('goalNegotiation', {
          ...optionsOf(person, goalId, { isRevived: true }),
          signal: lookAgain,
        }),
      );
    },

    lookAgain: (goalId) => tellIfItRuns(line, goalId),
  };
}

async function tellIfItRuns(line: Line, goalId: string): Promise<boolean> {
  const { workflow } = line.client;
  try {
    await call(line, 'NOT_FOUND', () => workflow.getHandle(negotiationId(goalId)).signal(lookAgain));
    return true;
  } catch (error) {
    if (!(error instanceof FluxError) || error.code !== 'NOT_FOUND') throw error;
    return false;
  }
}

/** A repeat has the same one, so that few stand open at once; what was refused under it is asked under another one. */
const idOf = (what: string, { failures, refusals = 0 }: Asked): string =>
  `${what}/${failures}${refusals > 0 ? `/refused-${refusals}` : ''}`;
