// Proves that a phone number is the person's own, with one-time codes of Twilio Verify.
import type { Failure, SendOutcome } from './outcome.ts';
import type { TwilioClient } from './twilio-client.ts';
import { failureOf, sendOnce } from './twilio-outcome.ts';

/** expired: start again (too old, used up or never started); too_many: five wrong codes, start again in ten minutes. */
export type CodeCheck = { kind: 'approved' | 'wrong' | 'expired' | 'too_many' };

export interface VerifyChannel {
  /**
   * Sends a code to an E.164 number. Within ten minutes the same code is sent again. `externalId`: the verification
   * SID.
   */
  start(to: string): Promise<SendOutcome>;
  /**
   * Checks a code: of this verification where its SID is known, so that one that somebody else asked for later is none
   * of theirs; else of the number. Never repeat it by itself: a check whose answer was lost may have been approved,
   * and the next one then says expired. Whoever sees approved records it in the same step.
   */
  check(sent: { phone: string; verification: string | null }, code: string): Promise<CodeCheck | Failure>;
  /** Gives a code up before it expires. Resolves to whether it is over; never throws. */
  cancel(verificationSid: string): Promise<boolean>;
}

const VERIFICATION_SID = /^VE[0-9a-f]{32}$/i;
const TOO_MANY_CHECKS = '60202';

export function createVerify(twilio: TwilioClient, serviceSid: string): VerifyChannel {
  const service = twilio.verify.v2.services(serviceSid);
  return {
    start: (to) => sendOnce(() => service.verifications.create({ to, channel: 'sms' }), VERIFICATION_SID),

    async check({ phone, verification }, code) {
      if (!/^\d{4,10}$/.test(code)) return { kind: 'wrong' };
      try {
        const of = verification === null ? { to: phone } : { verificationSid: verification };
        const { status } = await service.verificationChecks.create({ ...of, code });
        return (
          CHECKED.get(status) ?? {
            kind: 'unknown',
            detail: 'Twilio Verify gave no verdict',
            retryAfterMs: null,
          }
        );
      } catch (error) {
        return checkFailure(failureOf(error));
      }
    },

    async cancel(verificationSid) {
      try {
        await service.verifications(verificationSid).update({ status: 'canceled' });
        return true;
      } catch (error) {
        const failure = failureOf(error);
        return failure.kind === 'refused' && failure.reason === 'not_found';
      }
    },
  };
}

// A wrong code is no error to Twilio: the verification just stays pending.
const CHECKED: ReadonlyMap<string, CodeCheck> = new Map([
  ['approved', { kind: 'approved' }],
  ['pending', { kind: 'wrong' }],
  ['max_attempts_reached', { kind: 'too_many' }],
  ['expired', { kind: 'expired' }],
  ['canceled', { kind: 'expired' }],
  ['deleted', { kind: 'expired' }],
  ['failed', { kind: 'expired' }],
]);

function checkFailure(failure: Failure): CodeCheck | Failure {
  if (failure.kind !== 'refused') return failure;
  if (failure.reason === 'not_found') return { kind: 'expired' };
  if (failure.code === TOO_MANY_CHECKS) return { kind: 'too_many' };
  return failure;
}
