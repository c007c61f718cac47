// Places phone calls through Twilio, finds again what it may have placed, and hangs up.
import type { Address } from './address.ts';
import type { LookUp, SendOutcome } from './outcome.ts';
import type { TwilioClient } from './twilio-client.ts';
import { PAGE_SIZE, findOldest } from './twilio-look-up.ts';
import { TwilioAnswerError, failureOf, sendOnce } from './twilio-outcome.ts';

export interface CallRequest {
  /** E.164. */
  to: string;
  /** Our number, E.164. */
  from: string;
  /** Absolute URL of the webhook that says what is spoken (TwiML). */
  url: string;
  /** Absolute URL for the states of this call: initiated, ringing, answered, completed. */
  statusCallback: string;
  /** 20 to 25 stays clear of most voicemail. */
  ringSeconds: number;
  /** Ends the call, whatever happens in it. */
  timeLimitSeconds: number;
  /**
   * Lets the webhook know who answered (`AnsweredBy`), after the beep where it is a machine; people wait a little
   * longer.
   */
  detectMachine: boolean;
}

export interface CallQuery {
  to: Address;
  from: string;
  /** When the first attempt started. */
  since: Date;
  /** Until when the last one may have got there: what was placed later is another's. */
  until?: Date;
  /** Ids of calls that belong to other dispatches. */
  exclude?: readonly string[];
}

export type HangUp = { kind: 'over' } | { kind: 'unavailable'; detail: string };

export type CallState =
  { kind: 'ended'; status: string } | { kind: 'running' } | { kind: 'unavailable'; detail: string };

export interface VoiceCallChannel {
  /** One request, never repeated. `externalId`: the call SID. */
  place(call: CallRequest): Promise<SendOutcome>;
  /** The call that an attempt of unknown outcome may have left behind. */
  find(query: CallQuery): Promise<LookUp>;
  /** What has become of a call whose reports may be lost. One that the provider does not know any more has ended. */
  ask(callSid: string): Promise<CallState>;
  /** Ends a call in whatever state it is. Harmless when repeated; a call that is over or unknown is over. */
  hangUp(callSid: string): Promise<HangUp>;
}

const CALL_SID = /^CA[0-9a-f]{32}$/i;
// 21220: the call is not in a state that this update fits.
const WRONG_STATE = 21220;
const FINAL = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

export function createVoiceCall(twilio: TwilioClient): VoiceCallChannel {
  return {
    place: ({ to, from, url, statusCallback, ringSeconds, timeLimitSeconds, detectMachine }) =>
      sendOnce(
        () =>
          twilio.calls.create({
            to,
            from,
            url,
            method: 'POST',
            statusCallback,
            statusCallbackMethod: 'POST',
            statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
            timeout: ringSeconds,
            timeLimit: timeLimitSeconds,
            ...(detectMachine && { machineDetection: 'DetectMessageEnd' }),
          }),
        CALL_SID,
      ),

    find: ({ to, from, since, until, exclude = [] }) =>
      findOldest(() => twilio.calls.page({ to, pageSize: PAGE_SIZE }), {
        since,
        ...(until && { until }),
        exclude,
        isOurs: (call) => call.from === from && call.status !== 'failed',
      }),

    ask: (callSid) => stateOf(twilio, callSid),

    // "canceled" stops a queued or ringing call and leaves a running one alone; "completed" ends a running one.
    // Trying both in this order needs no look at the state, which could change in between.
    async hangUp(callSid) {
      try {
        const status = await update(callSid, 'canceled');
        if (status === null || !FINAL.includes(status)) await update(callSid, 'completed');
        return { kind: 'over' };
      } catch (error) {
        const failure = failureOf(error);
        if (failure.kind === 'refused' && failure.reason === 'not_found') return { kind: 'over' };
        return { kind: 'unavailable', detail: failure.detail };
      }
    },
  };

  // The state after the update, null where the call was in no state for it.
  async function update(callSid: string, status: 'canceled' | 'completed'): Promise<string | null> {
    try {
      return (await twilio.calls(callSid).update({ status })).status;
    } catch (error) {
      if (error instanceof TwilioAnswerError && error.code === WRONG_STATE) return null;
      throw error;
    }
  }
}

async function stateOf(twilio: TwilioClient, callSid: string): Promise<CallState> {
  try {
    const { status } = await twilio.calls(callSid).fetch();
    return FINAL.includes(status) ? { kind: 'ended', status } : { kind: 'running' };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'refused' && failure.reason === 'not_found')
      return { kind: 'ended', status: 'completed' };
    return { kind: 'unavailable', detail: failure.detail };
  }
}
