// When a rung is due, and until when it still makes sense: by the person's settings of now, whatever they were when
// the reminder began to wait.
import { sensibleUntil } from '../tasks/sensible-until.ts';
import { quietUntil } from './quiet-hours.ts';
import type { Situation } from './read-situation.sql.ts';

type Clocked = Pick<Situation, 'task' | 'profile' | 'lastAcceptedAt'>;

/** Two clocks are never quite the same: whoever comes so little too early has come in time. */
const EARLY_MS = 1000;
/** A ladder that began in time may end so much later than its task would bear. */
const LATE_MS = 3_600_000;

/**
 * How long a rung has to wait: for the lead before the start, for the window since the latest rung that was accepted,
 * for the end of quiet hours. 0: it is due.
 */
export function untilDueMs({ task, profile, lastAcceptedAt }: Clocked, nowMs: number): number {
  const { zone, quiet, reminderLeadMs, escalationWindowMs } = profile;
  const leadMs = task.startsAt.getTime() - reminderLeadMs - nowMs;
  if (leadMs > EARLY_MS) return leadMs;
  const windowMs = lastAcceptedAt ? lastAcceptedAt.getTime() + escalationWindowMs - nowMs : 0;
  if (windowMs > Math.min(EARLY_MS, escalationWindowMs / 4)) return windowMs;
  const quietEndMs = quietUntil({ nowMs, zone, quiet, task });
  return quietEndMs === null ? 0 : quietEndMs - nowMs;
}

/** Whether it would come so late that it says nothing any more. */
export function isTooLate({ task, profile, lastAcceptedAt }: Clocked, nowMs: number): boolean {
  const ownTimeMs = lastAcceptedAt
    ? lastAcceptedAt.getTime() + profile.escalationWindowMs + LATE_MS
    : -Infinity;
  return nowMs >= Math.max(sensibleUntil(task).getTime(), ownTimeMs);
}
