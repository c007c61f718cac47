// What the app asked of a call, and what the vendor tells it about that call at every turn.
import type { Call } from '../state.ts';
import type { CallEvent, World } from '../world.ts';

/** Where a call's instructions come from: fetched, or given. */
export type Instructions = Extract<CallEvent, { kind: 'redirect' } | { kind: 'twiml' }>;

export interface CallPlan {
  start: Instructions;
  statusCallback: string | null;
  statusCallbackMethod: string | null;
  /** Empty: completed only, as the vendor has it. */
  statusCallbackEvents: string[];
  machineDetection: string | null;
  asyncMachineDetectionUrl: string | null;
  timeLimitSeconds: number;
}

/** What every voice webhook carries. Source: twilio.com/docs/voice/twiml#request-parameters. */
export function callParams(world: World, call: Call): Record<string, string> {
  return {
    CallSid: call.sid,
    AccountSid: world.options.accountSid,
    From: call.from,
    To: call.to,
    Caller: call.from,
    Called: call.to,
    CallStatus: call.status,
    Direction: 'outbound-api',
    ApiVersion: '2010-04-01',
    ...(call.answeredBy === null ? {} : { AnsweredBy: call.answeredBy }),
  };
}
