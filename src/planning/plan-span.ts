// How far a plan reaches: whatever is held against the calendar looks at this stretch, however far ahead it lies.
import { addDays, endOfLocalDay, startOfLocalDay, type Span } from '../kernel/time.ts';
import { BUFFER_MS } from './calendar.ts';
import type { PlanContent } from './plan.ts';
import { sessionsOf } from './violation.ts';

/** Of a plan to be made: so many weeks from its first day on, with the time that is kept free around sessions. */
export function spanOfWeeks(firstDate: string, weeks: number, zone: string): Span {
  const lastDate = addDays(firstDate, 7 * weeks - 1);
  return {
    startMs: startOfLocalDay(firstDate, zone).getTime() - BUFFER_MS,
    endMs: endOfLocalDay(lastDate, zone).getTime() + BUFFER_MS,
  };
}

/** Of a plan that is there: from its first session to its last. Empty where it has none. */
export function spanOfPlan({ tasks }: PlanContent): Span {
  const sessions = tasks.flatMap(sessionsOf);
  if (sessions.length === 0) return { startMs: 0, endMs: 0 };
  return {
    startMs: Math.min(...sessions.map(({ startMs }) => startMs)) - BUFFER_MS,
    endMs: Math.max(...sessions.map(({ endMs }) => endMs)) + BUFFER_MS,
  };
}
