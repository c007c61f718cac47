// The end of the ladder: nobody answered. A task is never called missed before its own time has come and one window
// has passed, and never where no rung was accepted: then the ladder goes round again while that makes sense.
import type { Ctx } from '../kernel/context.ts';
import { settle } from '../tasks/answer-task.ts';
import { sensibleUntil } from '../tasks/sensible-until.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { holdClosing, type Closing } from './hold-closing.sql.ts';
import type { LadderRef } from './read-situation.sql.ts';

export type Closed =
  | { kind: 'missed' }
  | { kind: 'undelivered' }
  | { kind: 'over' }
  | { kind: 'later'; waitMs: number }
  /**
   * Nothing was accepted: the ladder begins anew after this wait, or, if it is the last one, is closed. `round`: which
   * one has ended; older workers do not say it.
   */
  | { kind: 'again'; waitMs: number; isLast: boolean; round?: number };

const LONGEST_PAUSE_MS = 3_600_000;

/** Safe to repeat: a task that this ladder closed before is closed again the same way. */
export async function closeAsMissed(ctx: Ctx, ref: LadderRef): Promise<Closed> {
  const task = await holdClosing(ctx, ref);
  if (!task) return { kind: 'over' };
  if (!isOpen(task)) return closedBefore(task);
  const { startsAt, windowMs, lastAcceptedAt } = task;
  if (!lastAcceptedAt) return closeUndelivered(ctx, ref, task);
  const missedAtMs = Math.max(startsAt.getTime(), lastAcceptedAt.getTime()) + windowMs;
  const waitMs = missedAtMs - Date.now();
  if (waitMs > 0) return { kind: 'later', waitMs };
  await settle(ctx, { taskId: ref.taskId, status: 'missed' });
  return { kind: 'missed' };
}

function closedBefore({ status, settledVia }: Closing): Closed {
  if (settledVia !== 'ladder') return { kind: 'over' };
  return { kind: status === 'undelivered' ? 'undelivered' : 'missed' };
}

/** The world's outage is not the person's miss. */
async function closeUndelivered(ctx: Ctx, ref: LadderRef, task: Closing): Promise<Closed> {
  const { taskId } = ref;
  const round = Math.max(ref.round ?? 1, task.roundReached);
  const leftMs = sensibleUntil(task).getTime() - Date.now();
  // What no gate let through is tried again when a setting opens one; the clock opens none.
  const waitMs = task.isBarred ? leftMs : Math.min(pauseMs(task.windowMs, round), leftMs);
  if (leftMs > 0) return { kind: 'again', waitMs, isLast: waitMs === leftMs, round };
  await settle(ctx, { taskId, status: 'undelivered' });
  return { kind: 'undelivered' };
}

/** One window after the first round, twice as long after each further one, never more than an hour. */
function pauseMs(windowMs: number, round: number): number {
  return Math.min(windowMs * 2 ** (round - 1), LONGEST_PAUSE_MS);
}
