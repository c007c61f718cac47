// Sends a one-time code to a number. Until it comes back the number counts for nothing, and the one before goes on.
import type { Failure, Refused, RefusalReason } from '../channels/outcome.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { sayingHow } from '../consent/say-how.sql.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError, type ErrorCode } from '../kernel/errors.ts';
import { callFunction } from '../kernel/sql.ts';
import { readPhoneNumber, type PhoneNumber } from './phone-number.ts';
import { readProfile } from './read-profile.ts';
import type { GiveBack } from './take-code.ts';

export interface VerificationPorts extends Store {
  verify: VerifyChannel;
  /** ISO 3166-1: where numbers may be. */
  phoneCountries: readonly string[];
  /** Counts what is really sent; throws where it is too much. Resolves to what puts it back. */
  takeCode: (number: PhoneNumber, isNewcomer: boolean) => Promise<GiveBack>;
}

/**
 * Resolves to the E.164 number whose code Verify has taken on. Throws PHONE_UNUSABLE, PHONE_REFUSED,
 * COUNTRY_NOT_SERVED, CODE_TOO_OFTEN and PROVIDER_UNAVAILABLE.
 */
export async function startPhoneVerification(
  ports: VerificationPorts,
  person: Actor,
  input: { phone: string },
): Promise<string> {
  const number = readPhoneNumber(input.phone);
  if (number === null) throw new FluxError('PHONE_UNUSABLE');
  if (!ports.phoneCountries.includes(number.country)) throw new FluxError('COUNTRY_NOT_SERVED');
  const { phoneVerifiedAt } = await asPerson(ports, person, readProfile);
  const giveBack = await ports.takeCode(number, !phoneVerifiedAt);
  // Written down before it is sent; a code that was asked for and did not go out was asked for all the same.
  await asPerson(ports, person, async (ctx) => {
    const wording = ctx.via === 'chat' ? 'onboarding-phone/1' : 'code/1';
    const [asked] = await sayingHow(ctx, { wording }, () =>
      callFunction<{ ask_code: boolean }>(ctx, 'ask_code', number.key),
    );
    if (!asked?.ask_code) throw new FluxError('NOT_FOUND', { detail: 'no membership' });
  }).catch(async (error: unknown) => {
    await giveBack(false);
    throw error;
  });
  const outcome = await ports.verify.start(number.phone);
  // Nor where nobody knows: sent again within ten minutes it is the same code.
  if (outcome.kind !== 'sent') {
    const refusal = refusalOf(outcome);
    await giveBack(OF_THE_NUMBER.includes(refusal.code));
    throw refusal;
  }
  const verification = outcome.externalId;
  await asPerson(ports, person, (ctx) => callFunction(ctx, 'set_pending_phone', number.phone, verification));
  return number.phone;
}

/** Refusals that whoever asked could have known of, or may be guessing at. */
const OF_THE_NUMBER: readonly ErrorCode[] = ['PHONE_UNUSABLE', 'PHONE_REFUSED'];

/**
 * What a failure of Verify means to the person; operators find its detail in the log. An outage is what time mends, or
 * an operator for everybody; what is refused for good says so.
 */
export function refusalOf(failure: Failure): FluxError {
  if (failure.kind === 'unreachable')
    return new FluxError('PROVIDER_UNAVAILABLE', { detail: failure.detail });
  const fields =
    failure.retryAfterMs === null ? {} : { retryAfterSeconds: Math.ceil(failure.retryAfterMs / 1000) };
  if (failure.kind === 'unknown')
    return new FluxError('PROVIDER_UNAVAILABLE', { detail: failure.detail, fields });
  const detail = `Verify refused: ${failure.code} ${failure.detail}`;
  return new FluxError(codeOf(failure), { detail, fields });
}

function codeOf({ reason, code }: Refused): ErrorCode {
  // Not in the provider's own words: something between it and us.
  if (reason === 'rejected' && code.startsWith('HTTP_')) return 'PROVIDER_UNAVAILABLE';
  return REFUSED[reason] ?? 'PHONE_REFUSED';
}

const REFUSED: Partial<Record<RefusalReason, ErrorCode>> = {
  busy: 'PROVIDER_UNAVAILABLE',
  configuration: 'PROVIDER_UNAVAILABLE',
  not_found: 'PROVIDER_UNAVAILABLE',
  too_many: 'CODE_TOO_OFTEN',
  country: 'COUNTRY_NOT_SERVED',
  contact: 'PHONE_UNUSABLE',
};
