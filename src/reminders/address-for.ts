// Under which address a rung reaches its person, as of now.
import { addressOf, type Address } from '../channels/address.ts';
import type { Claimed, Step } from './read-situation.sql.ts';

/** Null for a notification, which has devices, and where there is none. */
export function addressFor(step: Step, { phone, whatsapp }: Claimed['profile']): Address | null {
  if (step === 'push') return null;
  return addressOf(step === 'call' ? phone : whatsapp);
}
