// Reads a phone number as a person types it, and refuses what we never ring: premium, shared-cost, toll-free lines.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const RINGABLE = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/** "+49 151 1234-5678" to "+4915112345678" (E.164); null where it is no number of a person in international form. */
export function readPhoneNumber(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed, { extract: false });
  if (!number?.isValid() || number.ext) return null;
  return RINGABLE.has(number.getType() ?? '') ? number.number : null;
}
