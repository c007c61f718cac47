// Every night: deletes what is no longer kept. Which policies there are is asked, so that a new one changes no
// running workflow. Events: 6 for the list and for each activity of a minute, at most 30 of them per policy: some
// 2,000, too few to continue as new.
import { ApplicationFailure, isCancellation, setCurrentDetails } from '@temporalio/workflow';
import { housekeeping } from './activities.ts';

/** Half an hour for one policy; the rest goes the next night. */
const ROUNDS = 30;

/**
 * Resolves to how many rows are gone. Fails at the end where a policy could not be served; that keeps none of the
 * others.
 */
export async function retention(): Promise<number> {
  let deleted = 0;
  const failed: string[] = [];
  for (const policy of await housekeeping.listPolicies()) {
    try {
      for (let round = 0; round < ROUNDS; round++) {
        setCurrentDetails(`Serving **${policy}**; ${deleted} rows deleted`);
        const batch = await housekeeping.deleteDue({ policy });
        deleted += batch.deleted;
        if (batch.isDone) break;
      }
    } catch (error) {
      if (isCancellation(error)) throw error;
      failed.push(policy);
    }
  }
  if (failed.length > 0)
    throw ApplicationFailure.nonRetryable(`not served: ${failed.join(', ')}`, 'RETENTION_INCOMPLETE');
  setCurrentDetails(`${deleted} rows deleted`);
  return deleted;
}
