// One mail of the outbox until it has left or cannot: which of the two is decided in the database, at each attempt.
import { workflowInfo } from '@temporalio/workflow';
import { mailing } from './activities.ts';
import type { EmailDelivered, EmailDeliveryInput } from './email-delivery.contract.ts';

/** Five events. It is tried for as long as the mail is of use: the claim ends what is too late. */
export async function emailDelivery(input: EmailDeliveryInput): Promise<EmailDelivered> {
  return mailing(workflowInfo().taskQueue).deliverEmail(input);
}
