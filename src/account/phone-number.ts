// Reads a phone number as a person types it, refuses what we never ring, and knows which forms are one number.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** E.164, as one dials it: "+4915112345678". */
  phone: string;
  /** What all forms of the number have in common: `numberKey`. */
  key: string;
  /** ISO 3166-1, "DE". */
  country: string;
}

// Not premium, shared-cost or toll-free lines, pagers and the like.
const RINGABLE = new Set(['MOBILE', 'FIXED_LINE', 'FIXED_LINE_OR_MOBILE', 'VOIP']);

/**
 * "+49 151 1234-5678"; null where it is no number of a person in international form. Satellites and global services
 * (+870, +881 to +883, +878, +979) are of no country, and so they are refused.
 */
export function readPhoneNumber(typed: string): PhoneNumber | null {
  const parsed = parsePhoneNumberFromString(typed.trim(), { extract: false });
  if (!parsed || parsed.ext) return null;
  const number = parsePhoneNumberFromString(dialledForm(parsed.number));
  if (!number?.isValid() || !number.country || !RINGABLE.has(number.getType() ?? '')) return null;
  return { phone: number.number, key: numberKey(number.number), country: number.country };
}

/**
 * One text for all forms of a number. Where a country changed its numbers, WhatsApp goes on with the form that was
 * valid when the person joined it. Of Argentina neither form is always dialled, so the shorter one stands for both.
 */
export function numberKey(e164: string): string {
  return dialledForm(e164).replace(/^\+549(\d{10})$/, '+54$1');
}

/** The form in which a number is dialled today; what is in no other form stays as it is. */
function dialledForm(e164: string): string {
  for (const [old, today] of CHANGED) if (old.test(e164)) return e164.replace(old, today);
  return e164;
}

const CHANGED: readonly [old: RegExp, today: string][] = [
  // Mexico, until 2019: a 1 before mobile numbers.
  [/^\+521(\d{10})$/, '+52$1'],
  // Brazil, until 2016: mobile numbers without the ninth digit.
  [/^\+55(\d\d)([6-9]\d{7})$/, '+55$19$2'],
  // Benin, until 2024: eight digits.
  [/^\+229(\d{8})$/, '+22901$1'],
  // Ivory Coast, until 2021: eight digits, whose second one named the network.
  [/^\+225([04-9][0-3]\d{6})$/, '+22501$1'],
  [/^\+225([04-9][4-6]\d{6})$/, '+22505$1'],
  [/^\+225([04-9][7-9]\d{6})$/, '+22507$1'],
];
