// The end of the ladder: nobody answered. A task is never called missed before its own time has come and one window
// has passed, and never where no rung was accepted: then the ladder goes round again while that makes sense.
import type { Ctx } from '../kernel/context.ts';
import { settleTask } from '../tasks/answer-task.ts';
import { sensibleUntil } from '../tasks/sensible-until.ts';
import { isOpen } from '../tasks/task.entity.ts';
import { holdClosing, type Closing, type ClosingRef } from './hold-closing.sql.ts';
import { hearCall } from './hear-call.ts';
import type { LadderRef } from './claimed.ts';

export type Closed = (
  | { kind: 'missed' }
  | { kind: 'undelivered' }
  | { kind: 'over' }
  | { kind: 'later'; waitMs: number }
  /** A call that may still be on is not wanted any more: it is to be hung up. */
  | { kind: 'barred' }
  /** The provider has not said yet what became of the call: it is to be asked. */
  | { kind: 'unsure' }
  /**
   * Nothing was accepted: the ladder begins anew after this wait, or, if it is the last one, is closed. `round`: which
   * one has ended; older workers do not say it.
   */
  | { kind: 'again'; waitMs: number; isLast: boolean; round?: number }
) & {
  /** The notification that stands is not wanted any more. */
  isPushOff?: true;
};

const LONGEST_PAUSE_MS = 3_600_000;

/** Safe to repeat: a task that this ladder closed before is closed again the same way. */
export async function closeAsMissed(ctx: Ctx, ref: ClosingRef): Promise<Closed> {
  const task = await holdClosing(ctx, ref);
  if (!task) return { kind: 'over' };
  if (!isOpen(task)) return closedBefore(task);
  const closed = await close(ctx, ref, task);
  return task.isPushOff ? { ...closed, isPushOff: true } : closed;
}

function closedBefore({ status, settledVia }: Closing): Closed {
  if (settledVia !== 'ladder') return { kind: 'over' };
  return { kind: status === 'undelivered' ? 'undelivered' : 'missed' };
}

async function close(ctx: Ctx, ref: ClosingRef, task: Closing): Promise<Closed> {
  const { startsAt, windowMs, lastAcceptedAt, lastOutAt } = task;
  if (task.call?.isBarred) return { kind: 'barred' };
  if (!lastAcceptedAt) return closeUndelivered(ctx, ref, task);
  const missedAtMs = Math.max(startsAt.getTime(), (lastOutAt ?? lastAcceptedAt).getTime()) + windowMs;
  const waitMs = missedAtMs - Date.now();
  if (waitMs > 0) return { kind: 'later', waitMs };
  const heard = await hearCall(ctx, task, ref);
  if (heard === 'unsure') return { kind: 'unsure' };
  if (heard === 'call_again') return { kind: 'again', waitMs: 1, isLast: false, round: roundOf(ref, task) };
  // What the brake or the crisis guard held back, they cannot have missed.
  const status = heard === 'nothing' || task.isBraked ? 'undelivered' : 'missed';
  await settleTask(ctx, { taskId: ref.taskId, status });
  return { kind: status };
}

/** The world's outage is not the person's miss. */
async function closeUndelivered(ctx: Ctx, ref: LadderRef, task: Closing): Promise<Closed> {
  const { taskId } = ref;
  const round = roundOf(ref, task);
  const leftMs = sensibleUntil(task).getTime() - Date.now();
  // What no gate let through is tried again when a setting opens one; the clock opens none.
  const waitMs = task.isBarred ? leftMs : Math.min(pauseMs(task.windowMs, round), leftMs);
  if (leftMs > 0) return { kind: 'again', waitMs, isLast: waitMs === leftMs, round };
  await settleTask(ctx, { taskId, status: 'undelivered' });
  return { kind: 'undelivered' };
}

const roundOf = (ref: LadderRef, task: Closing): number => Math.max(ref.round ?? 1, task.roundReached);

/** One window after the first round, twice as long after each further one, never more than an hour. */
function pauseMs(windowMs: number, round: number): number {
  return Math.min(windowMs * 2 ** (round - 1), LONGEST_PAUSE_MS);
}
