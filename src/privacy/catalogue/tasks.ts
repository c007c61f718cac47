// The columns of tasks and of how their reminders reached somebody.
import { Dispatch, InboundId, Notification } from '../../dispatches/dispatch.entity.ts';
import { TaskPause } from '../../rules/task-pause.entity.ts';
import { Task, TaskEvent, TaskRule } from '../../tasks/task.entity.ts';
import { AS_LONG_AS_THE_ACCOUNT, describe, inner, ofAPerson, personal, plain } from './entry.ts';

const HOW_FAR = inner('how far our own work is, and nothing that a person would take along');

export const taskRules = describe(TaskRule, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    goalId: plain,
    title: personal,
    description: personal,
    rrule: personal,
    startDate: personal,
    localTime: personal,
    zone: personal,
    durationMinutes: plain,
    exdates: personal,
    rdates: personal,
    zoneIsFixed: plain,
    expandedTo: HOW_FAR,
    endedAt: plain,
    version: HOW_FAR,
  },
});

export const taskPauses = describe(TaskPause, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    ruleId: plain,
    goalId: plain,
    fromDate: personal,
    untilDate: personal,
    endedAt: plain,
    endedOn: plain,
  },
});

export const tasks = describe(Task, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: {
    ...ofAPerson,
    goalId: plain,
    goalLetGo: plain,
    sharedWithGoalIds: plain,
    ruleId: plain,
    ruleDate: plain,
    title: personal,
    description: personal,
    startsAt: personal,
    triggerType: plain,
    durationMinutes: plain,
    zone: personal,
    status: personal,
    cancelledFor: plain,
    pauseId: plain,
    generation: HOW_FAR,
    remindedGeneration: HOW_FAR,
    recordedGeneration: HOW_FAR,
    settledAt: plain,
    settledVia: plain,
    settledDay: personal,
    settledHour: personal,
    updatedAt: plain,
  },
});

export const taskEvents = describe(TaskEvent, {
  whose: 'user_id',
  rows: 'deleted',
  kept: AS_LONG_AS_THE_ACCOUNT,
  columns: { ...ofAPerson, taskId: plain, kind: personal, via: plain, detail: personal },
});

export const dispatchLog = describe(Dispatch, {
  whose: 'user_id',
  rows: 'deleted',
  columns: {
    ...ofAPerson,
    taskId: plain,
    generation: HOW_FAR,
    step: plain,
    state: plain,
    reason: plain,
    attempt: HOW_FAR,
    round: plain,
    firstSentAt: plain,
    lastSentAt: plain,
    doubtedAt: HOW_FAR,
    sentTo: personal,
    consent: plain,
    externalId: plain,
    providerStatus: plain,
    providerRank: HOW_FAR,
  },
});

export const notificationLog = describe(Notification, {
  whose: 'user_id',
  rows: 'deleted',
  kept: 'what belongs to no task, such as a STOP, as long as the account',
  columns: {
    ...ofAPerson,
    taskId: plain,
    dispatchId: plain,
    direction: plain,
    channel: plain,
    event: personal,
    externalId: plain,
    body: personal,
  },
});

/** Why it stays: what a provider brings again after an erasure must not be heard as something new. */
export const inboundIds = describe(InboundId, {
  whose: 'nobody',
  rows: 'kept',
  kept: 'for ever: an id of the provider, by which nothing it brings counts twice',
  columns: {
    id: inner('an id of the provider, which names nobody: the message it stands for is in notification_log'),
    receivedAt: inner('when the provider brought it'),
  },
});
