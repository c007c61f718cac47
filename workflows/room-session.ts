// A session of a room: one step after the other, each in one activity; what is said stands in PostgreSQL, so a run may
// end at any step and another one goes on. Events: 6 a turn.
import {
  CancellationScope,
  condition,
  continueAsNew,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Step } from '../src/rooms/sessions.ts';
import { records, speaking } from './activities.ts';
import { heard, lookAgain, type RoomSessionInput } from './room-session.contract.ts';

/** About 1,500 events: what is replayed after a crash stays small. */
const STEPS_OF_A_RUN = 250;

export async function roomSession(input: RoomSessionInput): Promise<void> {
  let isWoken = false;
  let scope: CancellationScope | null = null;
  setHandler(heard, () => {
    isWoken = true;
    scope?.cancel();
  });
  setHandler(lookAgain, () => {
    isWoken = true;
  });
  for (let steps = 0; ; steps += 1) {
    if (steps >= STEPS_OF_A_RUN || workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof roomSession>(input);
    isWoken = false;
    const current = new CancellationScope();
    scope = current;
    const step = await stepIn(current, input);
    scope = null;
    if (step.kind === 'ended') return;
    const waitMs = step.kind === 'waits' ? Math.max(1000, step.untilMs - Date.now()) : 0;
    if (waitMs > 0) await condition(() => isWoken, waitMs, { summary: 'a person, or the end' });
  }
}

/** Interrupted: the next step finds out by whom. */
async function stepIn(scope: CancellationScope, input: RoomSessionInput): Promise<Step> {
  try {
    return await scope.run(() => speaking.takeRoomTurn(input));
  } catch (error) {
    const isInterrupted = scope.consideredCancelled && !CancellationScope.current().consideredCancelled;
    if (isInterrupted) return { kind: 'said' };
    if (isCancellation(error)) throw error;
    return records.restRoomSession(input);
  }
}
