// "How am I doing?", said with the figures of analytics.
import type { Decided } from '../analytics/figures.ts';
import { spokenTime } from '../kernel/spoken-time.ts';

/** What progress is told from. */
export interface Lately {
  /** Today and the six days before it. */
  week: Decided;
  today: Decided & { open: number };
  /** Start of the next open one. */
  nextAt: Date | null;
}

/**
 * Two or three sentences about the last seven days and today, in the person's zone. What is open is no failure: only
 * what was done or missed is counted against each other.
 */
export function describeProgress({ week, today, nextAt }: Lately, zone: string): string {
  const settled = week.done + week.missed;
  if (settled === 0 && today.open === 0)
    return nextAt === null
      ? 'Nothing has been due in the last seven days. Tell me a goal, and we make a plan.'
      : `Nothing has been due in the last seven days. Your next one is on ${spokenTime(nextAt, zone)}.`;
  const past =
    settled === 0
      ? 'Nothing is settled yet this week.'
      : `In the last seven days you did ${week.done} of ${settled}.`;
  const left =
    today.open === 0
      ? 'Today nothing is left.'
      : `Today ${today.open} ${today.open === 1 ? 'thing is' : 'things are'} left.`;
  return `${past} ${left}`;
}
