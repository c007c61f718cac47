// Sends a one-time code to a number. Until it comes back the number counts for nothing, and the one before goes on.
import type { Failure, RefusalReason } from '../channels/outcome.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
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
 * Resolves to the E.164 number the code went to. Throws PHONE_UNUSABLE, COUNTRY_NOT_SERVED, CODE_TOO_OFTEN and
 * PROVIDER_UNAVAILABLE.
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
  const outcome = await ports.verify.start(number.phone);
  // An unknown outcome may well have sent the code: the person sees whether it comes.
  if (outcome.kind !== 'sent' && outcome.kind !== 'unknown') {
    await giveBack(outcome.kind === 'refused' && OF_THE_NUMBER.includes(outcome.reason));
    throw refusalOf(outcome);
  }
  const verification = outcome.kind === 'sent' ? outcome.externalId : null;
  await asPerson(ports, person, (ctx) => callFunction(ctx, 'set_pending_phone', number.phone, verification));
  return number.phone;
}

/** A refusal that whoever asked could have known of, or may be guessing at. */
const OF_THE_NUMBER: readonly RefusalReason[] = ['contact', 'opted_out', 'withheld'];

/** What a failure of Verify means to the person; operators find its detail in the log. */
export function refusalOf(failure: Failure): FluxError {
  if (failure.kind !== 'refused') return new FluxError('PROVIDER_UNAVAILABLE', { detail: failure.detail });
  const detail = `Verify refused: ${failure.code} ${failure.detail}`;
  if (failure.reason === 'too_many') return new FluxError('CODE_TOO_OFTEN', { detail });
  if (failure.reason === 'contact' || failure.reason === 'opted_out')
    return new FluxError('PHONE_UNUSABLE', { detail });
  return new FluxError('PROVIDER_UNAVAILABLE', { detail });
}
