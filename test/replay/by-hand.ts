// Writes on where nobody waits to record, such as after thirty days of silence: the events that the server would add.
import { attributesOf, openTimer, type RecordedEvent, type RecordedHistory } from './histories.ts';

/** The timer that the history ends with fires, and the workflow takes a task. */
export function fireTimer({ events }: RecordedHistory): RecordedHistory {
  const timer = openTimer(events);
  if (!timer) throw new Error('the history does not wait for a timer');
  const { timerId } = attributesOf(timer);
  return takeTask(add(events, 'TIMER_FIRED', { timerId, startedEventId: timer.eventId }));
}

/** The workflow's last task asked for this activity, which returns nothing; the workflow takes a task. */
export function runActivity({ events }: RecordedHistory, name: string): RecordedHistory {
  const before = events.filter(({ eventType }) => eventType === 'EVENT_TYPE_ACTIVITY_TASK_SCHEDULED').length;
  const scheduled = add(events, 'ACTIVITY_TASK_SCHEDULED', {
    activityId: String(before + 1),
    activityType: { name },
    workflowTaskCompletedEventId: lastId(events),
  });
  const scheduledEventId = lastId(scheduled);
  const started = add(scheduled, 'ACTIVITY_TASK_STARTED', { scheduledEventId, attempt: 1 });
  const startedEventId = lastId(started);
  return takeTask(add(started, 'ACTIVITY_TASK_COMPLETED', { scheduledEventId, startedEventId }));
}

/** The workflow's last task ended it. */
export function complete({ events }: RecordedHistory): RecordedHistory {
  const workflowTaskCompletedEventId = lastId(events);
  return { events: add(events, 'WORKFLOW_EXECUTION_COMPLETED', { workflowTaskCompletedEventId }) };
}

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
