// One task's reminder: push, WhatsApp, a call, and then it is missed. Whoever answers first ends it.
// Events: full ladder 34, answered after the push 12 (asserted in test/replay).
import {
  CancellationScope,
  condition,
  isCancellation,
  patched,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { aside, asking, hanging, inTask, provider } from './activities.ts';
import {
  LADDER,
  situationChanged,
  taskSettled,
  type ClosingInput,
  type ReminderInput,
  type ReminderResult,
  type Rung,
} from './reminder-escalation.contract.ts';

type Move = (typeof LADDER)[number] | 'missed';

/** What the reminder has heard, and what it has out. */
interface State {
  settled: boolean;
  /** On how many devices its notification stands that nobody has answered there. */
  devices: number;
  /** Something it waits for may be otherwise by now. */
  stirred: boolean;
  /** A call may still ring whose wait was broken off. */
  rings: boolean;
  /** The provider could not say what became of a call. */
  couldNotBeTold: boolean;
  /** The latest round that is over: the database knows more of it than a ladder that was lost. */
  round: number;
}

/** Starts whenever; each rung asks the database, which has the last word on time, before it does anything. */
export async function reminderEscalation(input: ReminderInput): Promise<ReminderResult> {
  const state: State = {
    settled: false,
    devices: 0,
    stirred: false,
    rings: false,
    couldNotBeTold: false,
    round: 0,
  };
  setHandler(taskSettled, (by) => {
    state.settled = true;
    // Where a button of it was pressed, it has closed itself.
    if (by?.via === 'push') state.devices -= 1;
  });
  setHandler(situationChanged, () => {
    state.stirred = true;
  });
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

/** True where somebody answered meanwhile. */
async function seeToCall(kind: 'barred' | 'unsure', rungs: ReminderInput, state: State): Promise<boolean> {
  const waitMs = await (kind === 'barred' ? hangUp(rungs) : askCall(rungs, state));
  state.rings = waitMs > 0;
  return waitMs > 0 && settledWithin(waitMs, 'the call is still on', state);
}

/** In how many milliseconds to look again; 0: it has ended. */
async function hangUp(rungs: ReminderInput): Promise<number> {
  const { taskQueue } = workflowInfo();
  return (await ifPossible(() => hanging(taskQueue).hangUp(rungs))) ? 0 : 30_000;
}

/** Whoever answers meanwhile is not kept waiting by a provider that is away. */
async function askCall(rungs: ReminderInput, state: State): Promise<number> {
  const { taskQueue } = workflowInfo();
  const scope = new CancellationScope();
  let waitMs = 0;
  let isTold: boolean | undefined;
  const asked = scope.run(async () => {
    isTold = await ifPossible(async () => {
      waitMs = await asking(taskQueue).askCall(rungs);
    });
  });
  asked.catch(() => undefined);
  await condition(() => isTold !== undefined || state.settled);
  if (isTold === undefined && patched('answered-while-it-is-asked')) {
    scope.cancel();
    return MAY_BE_ON_MS;
  }
  await asked;
  state.couldNotBeTold = !isTold;
  return waitMs;
}

/** Of a call that nobody asks about any more. */
const MAY_BE_ON_MS = 1;

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

async function settledWithin(waitMs: number, summary: string, state: State): Promise<boolean> {
  await condition(() => state.settled || state.stirred, Math.max(1, waitMs), { summary });
  return state.settled;
}

async function answered(rungs: ReminderInput, state: State): Promise<'answered'> {
  await takeBack(rungs, state);
  return 'answered';
}

/** What is out: a call that still rings, and the notification wherever it still stands. */
async function takeBack(rungs: ReminderInput, state: State): Promise<void> {
  await clearPush(rungs, state);
  if (state.rings) await hangUp(rungs);
}

async function clearPush(rungs: ReminderInput, state: State): Promise<void> {
  if (state.devices <= 0) return;
  state.devices = 0;
  await ifPossible(() => aside.clearPush(rungs));
}

/** What is only kind never fails a reminder: a call ends by itself, a notification may stay. */
async function ifPossible(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (isCancellation(error)) throw error;
    return false;
  }
}
