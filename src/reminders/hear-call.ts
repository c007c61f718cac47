// What a ladder's end knows of its call. One that was taken, and of which we never heard what was pressed, is no miss:
// we may have been away when the key came.
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { noteNotification } from '../dispatches/log-notification.ts';
import type { Ctx } from '../kernel/context.ts';
import { sensibleUntil } from '../tasks/sensible-until.ts';
import type { Closing, ClosingCall, ClosingRef } from './hold-closing.sql.ts';
import { OWN_CALL } from './own-call.ts';

/** What nobody takes is reported by then. */
const RINGS_MS = 30_000;

/**
 * ignored: whoever was called has not answered · nothing: somebody took it, and may have answered, or it never rang
 * because of us · call_again: the same, and there is still time to ask them once more · unsure: the provider has to be
 * asked.
 */
export type Heard = 'ignored' | 'nothing' | 'call_again' | 'unsure';

/** Once the window of the latest rung has passed. */
export async function hearCall(
  ctx: Ctx,
  task: Closing,
  { taskId, couldNotBeTold = false }: ClosingRef,
): Promise<Heard> {
  const { call } = task;
  // Said before, and not heard by the ladder: its next round takes the row.
  if (call?.state === 'failed' && call.reason === UNHEARD && hasTime(task)) return 'call_again';
  if (call?.state === 'failed' && call.reason === OWN_CALL) return hasTime(task) ? 'call_again' : 'nothing';
  if (call?.state !== 'accepted' || !call.externalId)
    return call?.wasUnheard || call?.wasBusyWithUs ? 'nothing' : 'ignored';
  if (call.isHeard) return call.wasUnheard ? 'nothing' : 'ignored';
  if (mayBeOn(call) && !couldNotBeTold) return 'unsure';
  if (!wasTaken(call, couldNotBeTold)) return call.wasUnheard ? 'nothing' : 'ignored';
  await noteUnheard(ctx, taskId, call.id, call.externalId);
  if (call.wasUnheard || !hasTime(task)) return 'nothing';
  // The row is free for one more round.
  await ctx.em.nativeUpdate(Dispatch, { id: call.id }, { state: 'failed', reason: UNHEARD });
  return 'call_again';
}

const UNHEARD = 'unheard';
const hasTime = (task: Closing): boolean => sensibleUntil(task) > new Date();

const FINAL_RANK = 4;

/** From here on somebody talks, or a machine does. */
const TAKEN_RANK = 3;

const mayBeOn = ({ providerRank, sentAt }: ClosingCall): boolean =>
  providerRank < FINAL_RANK && (providerRank >= TAKEN_RANK || Date.now() - sentAt.getTime() > RINGS_MS);

/** Where nobody can tell, it is not held against the person. */
function wasTaken({ providerStatus, providerRank }: ClosingCall, couldNotBeTold: boolean): boolean {
  if (providerRank < FINAL_RANK && couldNotBeTold) return true;
  return providerStatus === 'completed';
}

async function noteUnheard(ctx: Ctx, taskId: string, dispatchId: string, externalId: string): Promise<void> {
  await noteNotification(ctx, {
    taskId,
    dispatchId,
    direction: 'in',
    channel: 'call',
    event: 'unheard',
    externalId,
    body: null,
  });
}
