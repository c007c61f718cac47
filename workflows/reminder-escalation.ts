// One task's reminder: push, WhatsApp, a call, and then it is missed. Whoever answers first ends it.
// Events: full ladder 34, answered after the push 12 (asserted in test/replay).
import { isCancellation, patched, setCurrentDetails, setHandler, workflowInfo } from '@temporalio/workflow';
import { inTask, provider } from './activities.ts';
import {
  LADDER,
  situationChanged,
  taskSettled,
  type ClosingInput,
  type ReminderInput,
  type ReminderResult,
  type Rung,
} from './reminder-escalation.contract.ts';
import { clearPush, seeToCall, settledWithin, takeBack, type State } from './reminder-out.ts';

type Move = (typeof LADDER)[number] | 'missed';

/** Starts whenever; each rung asks the database, which has the last word on time, before it does anything. */
export async function reminderEscalation(input: ReminderInput): Promise<ReminderResult> {
  const state: State = {
    settled: false,
    devices: 0,
    stirred: false,
    isOtherwise: false,
    rings: false,
    couldNotBeTold: false,
    round: 0,
  };
  setHandler(taskSettled, (by) => {
    state.settled = true;
    // Where a button of it was pressed, it has closed itself.
    if (by?.via === 'push') state.devices -= 1;
  });
  setHandler(situationChanged, (news) => {
    state.stirred = true;
    if (news?.settings) state.isOtherwise = true;
  });
  if (input.unclear) {
    await take(input.unclear, { ...input, round: 1 });
    return 'over';
  }
  for (;;) {
    const result = await climb({ ...input, round: state.round + 1 }, state);
    if (result !== 'again') return result;
  }
}

/** One round. Again: no rung was accepted, and the task still makes sense. */
async function climb(
  rungs: ReminderInput & { round: number },
  state: State,
): Promise<ReminderResult | 'again'> {
  // What stands since an earlier round is counted once more as it is passed; its next call is another one.
  state.devices = 0;
  state.couldNotBeTold = false;
  for (const move of [...LADDER, 'missed'] as const) {
    setCurrentDetails(`At **${move}**`);
    const rung = await takeWhenDue(move, rungs, state);
    if (rung.kind === 'answered') return answered(rungs, state);
    if (rung.kind === 'over') await takeBack(rungs, state);
    if (rung.kind === 'over' || rung.kind === 'missed' || rung.kind === 'undelivered') return rung.kind;
    if (rung.kind === 'skipped') continue;
    if (rung.kind === 'sent') state.devices += rung.devices ?? 0;
    if (rung.kind === 'again') state.round = Math.max(rungs.round, rung.round ?? 0);
    const isCall = move === 'call';
    state.rings ||= isCall;
    const summary = rung.kind === 'again' ? 'the next round' : `answer to ${move}`;
    // Rungs that were passed have not heard of it.
    if (rung.kind === 'again' && state.isOtherwise && patched('settings-changed-in-a-round'))
      state.stirred = true;
    if (await settledWithin(rung.waitMs, summary, state)) return answered(rungs, state);
    if (rung.kind === 'again') return rung.isLast && !state.stirred ? close(rungs) : 'again';
    // Who has waited for the whole window has heard the call end.
    if (!state.stirred) state.rings = false;
  }
  return 'over';
}

/** The task makes no sense any more: nothing is tried again. */
async function close(rungs: ReminderInput & { round: number }): Promise<ReminderResult | 'again'> {
  const closed = await take('missed', rungs);
  return closed.kind === 'undelivered' || closed.kind === 'missed' || closed.kind === 'over'
    ? closed.kind
    : 'again';
}

type Due = Exclude<Rung, { kind: 'later' | 'barred' | 'unsure' }> | { kind: 'answered' };

/** Asks until the rung's time has come: what it waits for may change meanwhile. */
async function takeWhenDue(move: Move, rungs: ReminderInput & { round: number }, state: State): Promise<Due> {
  for (;;) {
    state.stirred = false;
    if (move === LADDER[0]) state.isOtherwise = false;
    const rung = await take(move, { ...rungs, ...(state.couldNotBeTold && { couldNotBeTold: true }) });
    if ('isPushOff' in rung) await clearPush(rungs, state);
    if (rung.kind !== 'later' && rung.kind !== 'barred' && rung.kind !== 'unsure') return rung;
    const isAnswered =
      rung.kind === 'later'
        ? await settledWithin(rung.waitMs, `too early for ${move}`, state)
        : await seeToCall(rung.kind, rungs, state);
    if (isAnswered) return { kind: 'answered' };
  }
}

/** A rung whose provider fails for good is skipped: the ladder never stands still because of one of its rungs. */
async function take(move: Move, rungs: ClosingInput & { round: number }): Promise<Rung> {
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

async function answered(rungs: ReminderInput, state: State): Promise<'answered'> {
  await takeBack(rungs, state);
  return 'answered';
}
