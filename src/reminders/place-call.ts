// The call rung.
import type { VoiceCallChannel } from '../channels/voice-call.ts';
import { asPerson, type Ctx, type Actor } from '../kernel/context.ts';
import { callbackUrl } from './callback-url.ts';
import { hangUp, noteEnd } from './end-call.ts';
import type { RunningCall } from './find-running-call.sql.ts';
import type { Claimed, LadderRef } from './read-situation.sql.ts';
import { Dispatch, Notification } from '../dispatches/dispatch.entity.ts';
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
    find: async ({ dispatch }, to) =>
      options.voiceCall.find({
        to,
        from: options.from,
        since: dispatch.createdAt,
        exclude: await asPerson(options, actor, (ctx) => otherCalls(ctx, dispatch)),
      }),
    recall: (callSid) => hangUp(options.voiceCall, callSid),
    freeLine: (call) => freeLine(options, actor, call),
  };
  return takeStep(options, actor, { ...ref, step: 'call' }, channel);
}

/** The provider knows whether a call has ended whose report is missing; a call without an id is still being placed. */
async function freeLine(
  options: Pick<PlaceCallOptions, 'orm' | 'perform' | 'voiceCall'>,
  actor: Actor,
  { dispatchId, externalId }: RunningCall,
): Promise<boolean> {
  if (externalId === null) return false;
  return (await noteEnd(options, actor, { dispatchId, externalId })) === 'ended';
}

async function otherCalls(ctx: Ctx, dispatch: Claimed['dispatch']): Promise<string[]> {
  const others = await ctx.em.find(Dispatch, {
    step: 'call',
    id: { $ne: dispatch.id },
    externalId: { $ne: null },
    lastSentAt: { $gt: new Date(dispatch.createdAt.getTime() - 3_600_000) },
  });
  // Nor one of its own whose end is known: a later round begins with a call of its own.
  const earlier = await ctx.em.find(Notification, { dispatchId: dispatch.id, event: 'sent' });
  return [...others, ...earlier].map(({ externalId }) => externalId!);
}
