// Writes on where nobody waits to record, such as after thirty days of silence: the events that the server would add.
import { attributesOf, openTimer, type RecordedEvent, type RecordedHistory } from './histories.ts';

/** The timer that the history ends with fires, and the workflow takes a task. */
export function fireTimer({ events }: RecordedHistory): RecordedHistory {
  const timer = openTimer(events);
  if (!timer) throw new Error('the history does not wait for a timer');
  const { timerId } = attributesOf(timer);
  return takeTask(add(events, 'TIMER_FIRED', { timerId, startedEventId: timer.eventId }));
}

type Further = (events: RecordedEvent[]) => RecordedEvent[];

/**
 * The workflow's last task asked for this activity, which returns nothing; the workflow takes a task. `meanwhile`: what
 * happens before the activity is over.
 */
export function runActivity(
  { events }: RecordedHistory,
  name: string,
  meanwhile: Further = (none) => none,
): RecordedHistory {
  const before = events.filter(({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED').length;
  const scheduled = add(events, 'ACTIVITY_TASK_SCHEDULED', {
    activityId: String(before + 1),
    activityType: { name },
    workflowTaskCompletedEventId: lastId(events),
  });
  const scheduledEventId = lastId(scheduled);
  const started = add(meanwhile(scheduled), 'ACTIVITY_TASK_STARTED', { scheduledEventId, attempt: 1 });
  const startedEventId = lastId(started);
  return takeTask(add(started, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId, startedEventId }));
}

interface Update {
  id: string;
  name: string;
  args: object;
}

/** The workflow takes a task, and with it an update. */
export const acceptUpdate =
  ({ id, name, args }: Update): Further =>
  (events) => {
    const { events: taken } = takeTask(events);
    return add(taken, 'WORKFLOW_EXECUTION_UPDATE_ACCEPTED', {
      protocolInstanceId: id,
      acceptedRequestMessageId: `${id}/request`,
      acceptedRequestSequencingEventId: lastId(events),
      acceptedRequest: {
        meta: { updateId: id },
        input: { header: {}, name, args: { payloads: [payloadOf(args)] } },
      },
    });
  };

/** The workflow's last task chose the new way, and refused the one update that it had accepted. */
export function refuseUpdate(
  { events }: RecordedHistory,
  patch: string,
  failure: { message: string; type: string },
): RecordedHistory {
  const workflowTaskCompletedEventId = lastId(events);
  const accepted = events.findLast(
    ({ eventType }) => eventType === 'EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED',
  )!;
  const marked = add(events, 'MARKER_RECORDED', {
    markerName: 'core_patch',
    details: { 'patch-data': { payloads: [payloadOf({ id: patch, deprecated: false })] } },
    workflowTaskCompletedEventId,
  });
  const listed = add(marked, 'UPSERT_WORKFLOW_SEARCH_ATTRIBUTES', {
    workflowTaskCompletedEventId,
    searchAttributes: { indexedFields: { TemporalChangeVersion: payloadOf([patch]) } },
  });
  const { message, type } = failure;
  const refused = add(listed, 'WORKFLOW_EXECUTION_UPDATE_COMPLETED', {
    meta: { updateId: attributesOf(accepted)['protocolInstanceId'] },
    acceptedEventId: accepted.eventId,
    outcome: { failure: { message, applicationFailureInfo: { type, nonRetryable: true } } },
  });
  return completeAfter(refused, workflowTaskCompletedEventId);
}

/** The workflow's last task ended it. */
export function complete({ events }: RecordedHistory): RecordedHistory {
  return completeAfter(events, lastId(events));
}

const completeAfter = (events: RecordedEvent[], workflowTaskCompletedEventId: string): RecordedHistory => ({
  events: add(events, 'WORKFLOW_EXECUTION_COMPLETED', { workflowTaskCompletedEventId }),
});

function takeTask(events: RecordedEvent[]): RecordedHistory {
  const scheduled = add(events, 'WORKFLOW_TASK_SCHEDULED', { attempt: 1 });
  const scheduledEventId = lastId(scheduled);
  const started = add(scheduled, 'WORKFLOW_TASK_STARTED', { scheduledEventId });
  const startedEventId = lastId(started);
  return { events: add(started, 'WORKFLOW_TASK_COMPLETED', { scheduledEventId, startedEventId }) };
}

/** `type` as in "TIMER_FIRED"; all at the time of the event before, since nothing reads the clock in between. */
function add(events: RecordedEvent[], type: string, attributes: Record<string, unknown>): RecordedEvent[] {
  const before = events.at(-1);
  const key = type.toLowerCase().replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  return [
    ...events,
    {
      eventId: String(Number(before?.eventId) + 1),
      eventTime: before?.eventTime,
      eventType: `EVENT_TYPE_${type}`,
      [`${key}EventAttributes`]: attributes,
    },
  ];
}

const lastId = (events: RecordedEvent[]): string => events.at(-1)!.eventId;

const payloadOf = (value: unknown) => ({
  metadata: { encoding: Buffer.from('json/plain').toString('base64') },
  data: Buffer.from(JSON.stringify(value)).toString('base64'),
});
