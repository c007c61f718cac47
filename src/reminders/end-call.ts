// The end of a call: one that rings for nothing is hung up, and one whose end nobody reported is asked for.
import type { VoiceCallChannel } from '../channels/voice-call.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { asPerson, asSystem, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { isOpen, Task } from '../tasks/task.entity.ts';
import { applyStatus } from './apply-status.ts';
import type { LadderRef } from './claimed.ts';

type EndPorts = Store & { voiceCall: VoiceCallChannel };

/** Between two questions about a call that is still on. */
const TALKS_MS = 15_000;

/**
 * Ends the task's call if it still rings or talks, also where its person has left the organisation, and nobody acts for
 * them any more. What rang for a task that is open was taken back: it does not count. Harmless when repeated. Throws
 * PROVIDER_UNAVAILABLE.
 */
export async function hangUpCall(options: EndPorts, actor: Actor, ref: LadderRef): Promise<void> {
  const call = await asSystem(options.orm, (em) => em.findOne(Dispatch, callOf(actor, ref)));
  if (!call?.externalId) return;
  await hangUp(options.voiceCall, call.externalId);
  await asSystem(options.orm, async (em) => {
    const same = { id: call.id, externalId: call.externalId, state: 'accepted' as const };
    const task = await em.findOne(Task, { id: ref.taskId, orgId: actor.orgId, userId: actor.userId });
    if (task && isOpen(task) && task.generation === ref.generation)
      await em.nativeUpdate(Dispatch, same, { state: 'failed', reason: 'taken_back' });
  });
}

const callOf = ({ orgId, userId }: Actor, { taskId, generation }: LadderRef) =>
  ({ orgId, userId, taskId, generation, step: 'call' }) as const;

/** In how many milliseconds to ask again; 0: it has ended, and how is written down. Throws PROVIDER_UNAVAILABLE. */
export async function askCall(options: EndPorts, actor: Actor, ref: LadderRef): Promise<number> {
  const call = await asPerson(options, actor, (ctx) => ctx.em.findOne(Dispatch, callOf(actor, ref)));
  if (!call?.externalId) return 0;
  const { id: dispatchId, externalId } = call;
  const state = await noteEnd(options, actor, { dispatchId, externalId });
  if (state === 'unavailable')
    throw new FluxError('PROVIDER_UNAVAILABLE', { detail: 'the call is not known' });
  return state === 'ended' ? 0 : TALKS_MS;
}

/** Asks the provider, who knows how a call has ended whose report is missing, and writes it down. */
export async function noteEnd(
  options: EndPorts,
  actor: Actor,
  call: { dispatchId: string; externalId: string },
): Promise<'ended' | 'running' | 'unavailable'> {
  const state = await options.voiceCall.ask(call.externalId);
  if (state.kind !== 'ended') return state.kind;
  const report = { ...call, status: state.status, errorCode: null };
  await asPerson(options, actor, (ctx) => applyStatus(ctx, report));
  return 'ended';
}

/** Harmless when repeated. Throws PROVIDER_UNAVAILABLE. */
export async function hangUp(voiceCall: VoiceCallChannel, callSid: string): Promise<void> {
  const outcome = await voiceCall.hangUp(callSid);
  if (outcome.kind === 'unavailable') throw new FluxError('PROVIDER_UNAVAILABLE', { detail: outcome.detail });
}
