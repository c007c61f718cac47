// One task's reminder: push, WhatsApp, a call, and then it is missed. Whoever answers first ends it.
// Events: full ladder 34, answered after the push 12 (asserted in test/replay).
import { condition, isCancellation, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { hanging, inTask, provider } from './activities.ts';
import {
  LADDER,
  situationChanged,
  taskSettled,
  type ReminderInput,
  type ReminderResult,
  type Rung,
} from './reminder-escalation.contract.ts';

type Move = (typeof LADDER)[number] | 'missed';

/** What the reminder has heard, and what it has out. */
interface State {
  settled: boolean;
  /** Something it waits for may be otherwise by now. */
  stirred: boolean;
  /** A call may still ring whose wait was broken off. */
  rings: boolean;
}

/** Starts with a delay until the first rung is due; each rung asks the database before it does anything. */
export async function reminderEscalation(input: ReminderInput): Promise<ReminderResult> {
  const state: State = { settled: false, stirred: false, rings: false };
  setHandler(taskSettled, () => {
    state.settled = true;
  });
  setHandler(situationChanged, () => {
    state.stirred = true;
  });
  for (let round = 1; ; round++) {
    const result = await climb({ ...input, round }, state);
    if (result !== 'again') return result;
  }
}

/** One round. Again: no rung was accepted, and the task still makes sense. */
async function climb(
  rungs: ReminderInput & { round: number },
  state: State,
): Promise<ReminderResult | 'again'> {
  for (const move of [...LADDER, 'missed'] as const) {
    setCurrentDetails(`At **${move}**`);
    const rung = await takeWhenDue(move, rungs, state);
    if (rung.kind === 'answered') return answered(rungs, state);
    if (rung.kind === 'over' || rung.kind === 'missed' || rung.kind === 'undelivered') return rung.kind;
    if (rung.kind === 'skipped') continue;
    const isCall = move === 'call';
    state.rings ||= isCall;
    const summary = rung.kind === 'again' ? 'the next round' : `answer to ${move}`;
    if (await settledWithin(rung.waitMs, summary, state)) return answered(rungs, state);
    if (rung.kind === 'again') return 'again';
    // Who has waited for the whole window has heard the call end.
    if (!state.stirred) state.rings = false;
  }
  return 'over';
}

type Due = Exclude<Rung, { kind: 'later' }> | { kind: 'answered' };

/** Asks until the rung's time has come: what it waits for may change meanwhile. */
async function takeWhenDue(move: Move, rungs: ReminderInput & { round: number }, state: State): Promise<Due> {
  for (;;) {
    state.stirred = false;
    const rung = await take(move, rungs);
    if (rung.kind !== 'later') return rung;
    if (await settledWithin(rung.waitMs, `too early for ${move}`, state)) return { kind: 'answered' };
  }
}

/** A rung whose provider fails for good is skipped: the ladder never stands still because of one of its rungs. */
async function take(move: Move, rungs: ReminderInput & { round: number }): Promise<Rung> {
  const { taskQueue } = workflowInfo();
  try {
    if (move === 'push') return await inTask.push(rungs);
    if (move === 'missed') return await inTask.closeAsMissed(rungs);
    return await provider(taskQueue, move)[move](rungs);
  } catch (error) {
    if (isCancellation(error)) throw error;
    return { kind: 'skipped', reason: 'failed' };
  }
}

async function settledWithin(waitMs: number, summary: string, state: State): Promise<boolean> {
  await condition(() => state.settled || state.stirred, Math.max(1, waitMs), { summary });
  return state.settled;
}

/** A call that rings for nothing is hung up; one that cannot be reached for that ends by itself. */
async function answered(rungs: ReminderInput, { rings }: State): Promise<'answered'> {
  const { taskQueue } = workflowInfo();
  if (rings)
    await hanging(taskQueue)
      .hangUp(rungs)
      .catch((error: unknown) => {
        if (isCancellation(error)) throw error;
      });
  return 'answered';
}
