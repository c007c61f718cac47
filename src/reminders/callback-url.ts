// The addresses that we hand to the provider. They name the dispatch; the provider's signature covers them.
import type { Person } from '../kernel/context.ts';

export type Callback = 'message-status' | 'call' | 'call-keys' | 'call-status';

/** Absolute URL under PUBLIC_URL; organisation, person and dispatch are UUIDs, nothing else is in it. */
export function callbackUrl(
  publicUrl: string,
  callback: Callback,
  person: Person,
  dispatchId: string,
): string {
  const query = new URLSearchParams({ o: person.orgId, u: person.userId, d: dispatchId });
  return `${publicUrl}/webhooks/twilio/${callback}?${query.toString()}`;
}
