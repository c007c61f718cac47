// The activities as workflows see them: proxies by speed class, with their time-outs and retries in one place.
import { ActivityCancellationType, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import { queueOf } from './queues.ts';

const patient = { initialInterval: '200ms', backoffCoefficient: 2, maximumInterval: '30s' } as const;

/**
 * What stays inside the workflow task: a reminder answered after its push costs one task before the wait.
 * Safe to repeat: the claim is written before the push, and the reader's phone replaces a push with the same tag.
 */
export const inTask = proxyLocalActivities<Pick<Activities, 'push' | 'closeAsMissed' | 'listKinds'>>({
  startToCloseTimeout: '8s',
  localRetryThreshold: '4s',
  retry: patient,
});

/** Inside the workflow task as well, and not worth a third try. */
export const aside = proxyLocalActivities<Pick<Activities, 'clearPush'>>({
  startToCloseTimeout: '8s',
  retry: { ...patient, maximumAttempts: 2 },
});

/** Activities beat while they work, so that a dead worker is noticed within this time and not only at the time-out. */
const heartbeatTimeout = '5s';

/** Short database work. Never gives up: an outage is waited out. */
export const records = proxyActivities<
  Pick<
    Activities,
    | 'activatePlan'
    | 'abandonGoal'
    | 'readStanding'
    | 'notePlanningFailed'
    | 'apologise'
    | 'beginErasure'
    | 'finishErasure'
    | 'failExport'
    | 'restRoomSession'
  >
>({
  startToCloseTimeout: '10s',
  retry: patient,
});

/** Many starts of workflows, each harmless when repeated. */
export const starts = proxyActivities<Pick<Activities, 'startReminders' | 'sweepReminders'>>({
  startToCloseTimeout: '5m',
  heartbeatTimeout,
  retry: patient,
});

/** One look at one kind. It ends before the next run of its schedule, which would wait for it otherwise. */
export const looks = proxyActivities<Pick<Activities, 'reconcile'>>({
  startToCloseTimeout: '55s',
  scheduleToCloseTimeout: '55s',
  heartbeatTimeout,
  retry: patient,
});

/** A minute of deleting in batches. An outage is waited out for a while; the next night comes anyway. */
export const housekeeping = proxyActivities<Pick<Activities, 'listPolicies' | 'deleteDue'>>({
  startToCloseTimeout: '3m',
  scheduleToCloseTimeout: '30m',
  heartbeatTimeout,
  retry: patient,
});

/** What is ended and deleted of an account, a minute at a time. Never gives up: whatever is away is waited for. */
export const erasing = proxyActivities<
  Pick<Activities, 'endRuns' | 'forgetHistories' | 'forgetCopies' | 'eraseRows'>
>({
  startToCloseTimeout: '5m',
  heartbeatTimeout,
  retry: patient,
});

/** One turn of chat: a model call between two transactions. */
export const turns = proxyActivities<Pick<Activities, 'answerMessage'>>({
  startToCloseTimeout: '90s',
  heartbeatTimeout,
  // Whoever stops it is not kept waiting: what it may still do is decided in the database.
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: patient,
});

/** A step of a room: a host and an agent, each a call of a model or a few. A person who speaks ends it. */
export const speaking = proxyActivities<Pick<Activities, 'takeRoomTurn'>>({
  startToCloseTimeout: '3m',
  heartbeatTimeout,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: patient,
});

/**
 * Specialists: a model may be slow or fail; the plan is then made without them. Time is not counted, here and below:
 * what waits for a worker has not failed. Attempts are, by the activity itself (activities/attempts.ts): an outage of
 * ours is none.
 */
export const specialists = proxyActivities<Pick<Activities, 'classify' | 'schedule' | 'observePatterns'>>({
  startToCloseTimeout: '40s',
  heartbeatTimeout,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '20s' },
});

/** The planner: without it there is no plan; but who waits for it is told, and asks again when they want to. */
export const planning = proxyActivities<Pick<Activities, 'draftPlan'>>({
  startToCloseTimeout: '60s',
  heartbeatTimeout,
  cancellationType: ActivityCancellationType.TRY_CANCEL,
  retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '8s' },
});

/** A turn that waits for a negotiation. */
export const waiting = (main: string) =>
  proxyActivities<Pick<Activities, 'negotiate'>>({
    taskQueue: queueOf(main, 'turns'),
    startToCloseTimeout: '6m',
    heartbeatTimeout,
    cancellationType: ActivityCancellationType.TRY_CANCEL,
    retry: patient,
  });

/**
 * A message or call to a provider: tried until its outcome is known, or until the rung's time is up, which its claim
 * decides (src/reminders/patience.ts): whoever waits for a worker or for the database has not failed. The hours here
 * only end what can never work.
 */
export const provider = (main: string, step: 'whatsapp' | 'call') =>
  proxyActivities<Pick<Activities, 'whatsapp' | 'call'>>({
    taskQueue: queueOf(main, step),
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '6h',
    heartbeatTimeout,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  });

/**
 * Everything that is kept of a person, into one file. An attempt begins anew, so each has time for all of it; an outage
 * is waited out for some hours.
 */
export const writing = (main: string) =>
  proxyActivities<Pick<Activities, 'writeExport'>>({
    taskQueue: queueOf(main, 'exports'),
    startToCloseTimeout: '1h',
    scheduleToCloseTimeout: '6h',
    heartbeatTimeout: '10s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
  });

/** How a call has ended, from whoever knows. An outage of the provider is waited out like one of ours. */
export const asking = (main: string) =>
  proxyActivities<Pick<Activities, 'askCall'>>({
    taskQueue: queueOf(main, 'call'),
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '6h',
    heartbeatTimeout,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  });

/** A call that nobody needs any more. It ends by itself sooner than this is given up. */
export const hanging = (main: string) =>
  proxyActivities<Pick<Activities, 'hangUp'>>({
    taskQueue: queueOf(main, 'call'),
    startToCloseTimeout: '20s',
    scheduleToCloseTimeout: '5m',
    heartbeatTimeout,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '30s' },
  });

/**
 * A mail to the mail server: an outage is waited out for as long as the mail is of use, which its claim decides. The
 * days here only end what can never work: no mail is good for longer.
 */
export const mailing = (main: string) =>
  proxyActivities<Pick<Activities, 'deliverEmail'>>({
    taskQueue: queueOf(main, 'email'),
    startToCloseTimeout: '2m',
    scheduleToCloseTimeout: '16d',
    heartbeatTimeout,
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '5m' },
  });
