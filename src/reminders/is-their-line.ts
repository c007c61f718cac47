// Whether a call is still to the person whom it was placed for: a number may change hands while it rings.
import { numberKey } from '../account/phone-number.ts';
import type { Profile } from '../account/profile.entity.ts';

/** `to`: the number that was rung, E.164; null where the provider does not say. */
export function isTheirLine(
  { phone, phoneVerifiedAt }: Pick<Profile, 'phone' | 'phoneVerifiedAt'>,
  to: string | null,
): boolean {
  if (!phone || !phoneVerifiedAt) return false;
  return to === null || numberKey(to) === numberKey(phone);
}
