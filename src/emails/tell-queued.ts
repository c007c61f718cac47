// Has a mail sent that a function of the database has queued, for somebody who may be nobody yet.
import type { Store } from '../kernel/context.ts';
import { NIL_PERSON } from '../kernel/nil-person.ts';

/** After the commit. Never throws: what is not heard of is found by the reconciler. */
export const tellQueued = ({ perform }: Pick<Store, 'perform'>, emailId: string): Promise<void> =>
  perform([{ person: NIL_PERSON, fact: { kind: 'email_queued', emailId }, via: 'rest' }]);
