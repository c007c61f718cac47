// Keeps messages and calls out of countries that an operator has taken off the list since a number there was proven.
import { readPhoneNumber } from '../account/phone-number.ts';
import type { Refused } from '../channels/outcome.ts';

/**
 * Null where it may be sent; else what stands in place of the provider's answer. `reach`: E.164, or a WhatsApp id,
 * which begins with the country. What is of no country that we can tell was proven once, and passes.
 */
export function unserved(reach: string, countries: readonly string[]): Refused | null {
  const country = /^([A-Z]{2})\./.exec(reach)?.[1] ?? readPhoneNumber(reach)?.country;
  if (country === undefined || countries.includes(country)) return null;
  return {
    kind: 'refused',
    code: 'country_not_served',
    reason: 'country',
    detail: 'The country of the number is not among PHONE_COUNTRIES',
    permanent: true,
    retryAfterMs: null,
  };
}
