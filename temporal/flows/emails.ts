// Mails over Temporal: one id per mail, started after the commit that queued it, and anew where that was lost.
import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { EmailDeliveries } from '../../src/emails/deliveries.ts';
import type { emailDelivery } from '../../workflows/email-delivery.ts';
import { SEARCH_ATTRIBUTES } from '../search-attributes.ts';
import { call, type Line } from './call.ts';

export const emailDeliveryId = (emailId: string): string => `email/${emailId}`;

export function emailDeliveries(line: Line): EmailDeliveries {
  const start = async (emailId: string, workflowIdReusePolicy: 'REJECT_DUPLICATE' | 'ALLOW_DUPLICATE') => {
    try {
      await call(line, 'NOT_FOUND', () =>
        line.client.workflow.start<typeof emailDelivery>('emailDelivery', {
          workflowId: emailDeliveryId(emailId),
          taskQueue: line.taskQueue,
          args: [{ emailId }],
          workflowIdReusePolicy,
          workflowIdConflictPolicy: 'FAIL',
          staticSummary: 'A mail of the outbox',
          // Whose it is may be nobody's yet.
          typedSearchAttributes: new TypedSearchAttributes([{ key: SEARCH_ATTRIBUTES.kind, value: 'email' }]),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  };
  return {
    start: async (emailId) => void (await start(emailId, 'REJECT_DUPLICATE')),
    revive: (emailId) => start(emailId, 'ALLOW_DUPLICATE'),
  };
}
