// What a rung is asked for, and what it needs to know in order to be sent.
import type { Profile, PushSubscription } from '../account/profile.entity.ts';
import type { Address } from '../channels/address.ts';
import type { Dispatch } from '../dispatches/dispatch.entity.ts';
import type { Task } from '../tasks/task.entity.ts';

export type Step = Dispatch['step'];

/** One task's reminder, in one of its rounds. */
export interface LadderRef {
  taskId: string;
  generation: number;
  /** 1 unless told; a ladder of which nothing was accepted goes round again. A revived one counts from 1 again. */
  round?: number;
}

export interface StepRef extends LadderRef {
  step: Step;
}

export interface Claimed {
  dispatch: Pick<
    Dispatch,
    | 'id'
    | 'taskId'
    | 'generation'
    | 'step'
    | 'state'
    | 'attempt'
    | 'round'
    | 'firstSentAt'
    | 'lastSentAt'
    | 'createdAt'
  > & { externalId: string | null; reason: string | null; sentTo: Address | null; doubtedAt: Date | null };
  task: Pick<Task, 'id' | 'title' | 'startsAt' | 'durationMinutes' | 'status' | 'generation'>;
  /** `reach`: where this rung finds its person now; null for a notification, which has devices. */
  profile: Pick<Profile, 'zone' | 'escalationWindowMs'> & { phone: string | null; reach: Address | null };
  subscriptions: Pick<PushSubscription, 'id' | 'endpoint' | 'p256dh' | 'auth'>[];
}
