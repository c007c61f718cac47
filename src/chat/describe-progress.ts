// "How am I doing?", answered from the tasks themselves.
import { spokenTime } from '../kernel/spoken-time.ts';
import { addDays, endOfLocalDay, localDayOf, MINUTE_MS, startOfLocalDay } from '../kernel/time.ts';
import { isOpen, type Task } from '../tasks/task.entity.ts';

/** What progress is read from. */
export interface Lately {
  /** What begins from eight days ago to a day and two hours ahead, in no order; what was cancelled is not among it. */
  tasks: Pick<Task, 'status' | 'startsAt' | 'durationMinutes'>[];
  /** Start of the next open one. */
  nextAt: Date | null;
}

/**
 * Two or three sentences about the last seven days and today, in the person's zone. What is open is no failure: only
 * what was done or missed is counted against each other. Today is what touches today.
 */
export function describeProgress({ tasks, nextAt }: Lately, zone: string, now = new Date()): string {
  const today = localDayOf(now, zone);
  const [from, to] = [startOfLocalDay(today, zone), endOfLocalDay(today, zone)];
  const week = startOfLocalDay(addDays(today, -6), zone);
  const ofWeek = tasks.filter(({ startsAt }) => startsAt >= week && startsAt < to);
  const done = ofWeek.filter(({ status }) => status === 'done').length;
  const settled = done + ofWeek.filter(({ status }) => status === 'missed').length;
  const endOf = ({ startsAt, durationMinutes }: Lately['tasks'][number]) =>
    startsAt.getTime() + durationMinutes * MINUTE_MS;
  const ofToday = tasks.filter((task) => task.startsAt < to && endOf(task) > from.getTime());
  if (settled === 0 && ofToday.length === 0)
    return nextAt === null
      ? 'Nothing has been due in the last seven days. Tell me a goal, and we make a plan.'
      : `Nothing has been due in the last seven days. Your next one is on ${spokenTime(nextAt, zone)}.`;
  const past =
    settled === 0
      ? 'Nothing is settled yet this week.'
      : `In the last seven days you did ${done} of ${settled}.`;
  const open = ofToday.filter(isOpen).length;
  const left =
    open === 0 ? 'Today nothing is left.' : `Today ${open} ${open === 1 ? 'thing is' : 'things are'} left.`;
  return `${past} ${left}`;
}
