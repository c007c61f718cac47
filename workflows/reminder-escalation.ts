// One task's reminder: push, WhatsApp, a call, and then it is missed. Whoever answers first ends it.
// Events: full ladder 34, answered after the push 12 (asserted in test/replay).
import { condition, isCancellation, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { inTask, provider } from './activities.ts';
import {
  LADDER,
  taskSettled,
  type ReminderInput,
  type ReminderResult,
  type Rung,
} from './reminder-escalation.contract.ts';

type Move = (typeof LADDER)[number] | 'missed';

/** Starts with a delay until the first rung is due; each rung asks the database before it does anything. */
export async function reminderEscalation(input: ReminderInput): Promise<ReminderResult> {
  let settled = false;
  setHandler(taskSettled, () => {
    settled = true;
  });
  const settledWithin = (waitMs: number, summary: string): Promise<boolean> =>
    condition(() => settled, Math.max(1, waitMs), { summary });

  for (const move of [...LADDER, 'missed'] as const) {
    setCurrentDetails(`At **${move}**`);
    let rung = await climb(move, input);
    while (rung.kind === 'later') {
      if (await settledWithin(rung.waitMs, `too early for ${move}`)) return 'answered';
      rung = await climb(move, input);
    }
    if (rung.kind === 'over' || rung.kind === 'missed') return rung.kind;
    if (rung.kind === 'skipped') continue;
    if (await settledWithin(rung.waitMs, `answer to ${move}`)) {
      if (move === 'call') await provider(workflowInfo().taskQueue, 'call').hangUp(input);
      return 'answered';
    }
  }
  return 'missed';
}

/** A rung whose provider fails for good is skipped: the ladder never stands still because of one of its rungs. */
async function climb(move: Move, input: ReminderInput): Promise<Rung> {
  const { taskQueue } = workflowInfo();
  try {
    if (move === 'push') return await inTask.push(input);
    if (move === 'missed') return await inTask.closeAsMissed(input);
    return await provider(taskQueue, move)[move](input);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { kind: 'skipped', reason: 'failed' };
  }
}
