// The call rung.
import type { VoiceCallChannel } from '../channels/voice-call.ts';
import { asPerson, type Ctx, type Actor } from '../kernel/context.ts';
import { callFunction } from '../kernel/sql.ts';
import { callbackUrl } from './callback-url.ts';
import { hangUp, noteEnd } from './end-call.ts';
import { listRunningCalls, type RunningCall } from './list-running-calls.ts';
import type { Claimed, LadderRef } from './claimed.ts';
import { arrivesUntil } from './patience.ts';
import { SENT_TO_NOBODY, type StepChannel, type Taken, type TakeStepOptions } from './step-channel.ts';
import { takeStep } from './take-step.ts';
import { unserved } from './unserved.ts';
import { callText } from './words.ts';

export interface PlaceCallOptions extends TakeStepOptions {
  voiceCall: VoiceCallChannel;
  /** Our number, E.164. */
  from: string;
  publicUrl: string;
  /** ISO 3166-1: nobody in another country is called. */
  phoneCountries: readonly string[];
}

const RING_SECONDS = 25;
const TIME_LIMIT_SECONDS = 120;

export async function placeCall(options: PlaceCallOptions, actor: Actor, ref: LadderRef): Promise<Taken> {
  const channel: StepChannel = {
    send: async ({ dispatch, task, profile }) => {
      const { sentTo: to } = dispatch;
      if (to === null) return SENT_TO_NOBODY;
      const outcome =
        unserved(to, options.phoneCountries) ??
        (await options.voiceCall.place({
          to,
          from: options.from,
          url: callbackUrl(options.publicUrl, 'call', actor, dispatch.id),
          statusCallback: callbackUrl(options.publicUrl, 'call-status', actor, dispatch.id),
          ringSeconds: RING_SECONDS,
          timeLimitSeconds: TIME_LIMIT_SECONDS,
          detectMachine: true,
        }));
      return { outcome, body: callText(task, profile.zone) };
    },
    find: async ({ dispatch }, to) => {
      const { exclude, isOneUnknown } = await asPerson(options, actor, (ctx) => otherCalls(ctx, dispatch));
      if (isOneUnknown) return { kind: 'unavailable', detail: 'another call of theirs has no id yet' };
      const until = arrivesUntil(dispatch, options.settleMs);
      return options.voiceCall.find({ to, from: options.from, since: dispatch.createdAt, until, exclude });
    },
    recall: (callSid) => hangUp(options.voiceCall, callSid),
    freeLine: (call) => freeLine(options, actor, call),
  };
  return takeStep(options, actor, { ...ref, step: 'call' }, channel);
}

/** The provider knows whether a call has ended whose report is missing; a call without an id is still being placed. */
async function freeLine(
  options: Pick<PlaceCallOptions, 'orm' | 'perform' | 'voiceCall'>,
  actor: Actor,
  { dispatchId, orgId, externalId }: RunningCall,
): Promise<boolean> {
  if (externalId === null) return false;
  return (await noteEnd(options, { ...actor, orgId }, { dispatchId, externalId })) === 'ended';
}

/**
 * `isOneUnknown`: another dispatch's call may stand in the list, and cannot be told from this one's, which keeps others
 * waiting for minutes only. It is known by then, or does not count any more.
 */
async function otherCalls(
  ctx: Ctx,
  dispatch: Claimed['dispatch'],
): Promise<{ exclude: string[]; isOneUnknown: boolean }> {
  const running = await listRunningCalls(ctx, new Date());
  const isOneUnknown = running.some((call) => call.dispatchId !== dispatch.id && call.externalId === null);
  return { exclude: await knownCalls(ctx, dispatch), isOneUnknown };
}

/**
 * Each belongs to another dispatch, of whichever organisation, or to an earlier round of this one: a later round begins
 * with a call of its own.
 */
async function knownCalls(ctx: Ctx, { createdAt }: Claimed['dispatch']): Promise<string[]> {
  const since = new Date(createdAt.getTime() - 3_600_000);
  const calls = await callFunction<{ external_id: string }>(ctx, 'own_call_ids', since);
  return calls.map(({ external_id }) => external_id);
}
