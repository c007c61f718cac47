// Sends a one-time code to a number; until the code comes back the number counts for nothing.
import type { Failure } from '../channels/outcome.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { asPerson, type Actor, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { changeProfile } from './change-profile.ts';
import { readPhoneNumber } from './phone-number.ts';
import { readProfile } from './read-profile.ts';

/**
 * Resolves to the E.164 number the code went to. A number that this person has verified already stays verified; another
 * one takes its place unverified, and the consent that was given for the old one does not pass to it. `takeCode` counts
 * what is really sent, and throws where it is too much. Throws PHONE_UNUSABLE, CODE_TOO_OFTEN and PROVIDER_UNAVAILABLE.
 */
export async function startPhoneVerification(
  ports: Store & { verify: VerifyChannel; takeCode: () => Promise<void> },
  person: Actor,
  input: { phone: string },
): Promise<string> {
  const phone = readPhoneNumber(input.phone);
  if (phone === null) throw new FluxError('PHONE_UNUSABLE');
  await ports.takeCode();
  const outcome = await ports.verify.start(phone);
  // An unknown outcome may well have sent the code: the person sees whether it comes.
  if (outcome.kind !== 'sent' && outcome.kind !== 'unknown') throw refusalOf(outcome);
  await asPerson(ports, person, async (ctx) => {
    const profile = await readProfile(ctx);
    if (profile.phone === phone) return;
    await changeProfile(ctx, profile, { phone, phoneVerifiedAt: null, whatsappOptInAt: null });
  });
  return phone;
}

/** What a failure of Verify means to the person; operators find its detail in the log. */
export function refusalOf(failure: Failure): FluxError {
  if (failure.kind !== 'refused') return new FluxError('PROVIDER_UNAVAILABLE', { detail: failure.detail });
  const detail = `Verify refused: ${failure.code} ${failure.detail}`;
  if (failure.reason === 'too_many') return new FluxError('CODE_TOO_OFTEN', { detail });
  if (failure.reason === 'contact' || failure.reason === 'opted_out')
    return new FluxError('PHONE_UNUSABLE', { detail });
  return new FluxError('PROVIDER_UNAVAILABLE', { detail });
}
