// What a reminder has heard and has out, and how that is seen to: a call that rings, notifications that stand.
import { CancellationScope, condition, isCancellation, patched, workflowInfo } from '@temporalio/workflow';
import { aside, asking, hanging } from './activities.ts';
import type { ReminderInput } from './reminder-escalation.contract.ts';

/** What the reminder has heard, and what it has out. */
export interface State {
  settled: boolean;
  /** On how many devices its notification stands that nobody has answered there. */
  devices: number;
  /** Something it waits for may be otherwise by now. */
  stirred: boolean;
  /** Settings have changed since the round's first rung was looked at. */
  isOtherwise: boolean;
  /** A call may still ring whose wait was broken off. */
  rings: boolean;
  /** The provider could not say what became of a call. */
  couldNotBeTold: boolean;
  /** The latest round that is over: the database knows more of it than a ladder that was lost. */
  round: number;
}

/** True where somebody answered; whatever else it hears ends the wait, too. */
export async function settledWithin(waitMs: number, summary: string, state: State): Promise<boolean> {
  await condition(() => state.settled || state.stirred, Math.max(1, waitMs), { summary });
  return state.settled;
}

/** True where somebody answered meanwhile. */
export async function seeToCall(
  kind: 'barred' | 'unsure',
  rungs: ReminderInput,
  state: State,
): Promise<boolean> {
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

/** What is out: a call that still rings, and the notification wherever it still stands. */
export async function takeBack(rungs: ReminderInput, state: State): Promise<void> {
  await clearPush(rungs, state);
  if (state.rings) await hangUp(rungs);
}

export async function clearPush(rungs: ReminderInput, state: State): Promise<void> {
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
