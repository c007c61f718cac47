// The addresses that we hand to the provider. They name the dispatch; the provider's signature covers them.
import type { Person } from '../kernel/context.ts';

export type Callback = 'message-status' | 'call' | 'call-keys' | 'call-status';

/** What a call is to bring along when it comes back, since the provider does not say it twice. */
export interface BroughtAlong {
  /** How often it was asked to come back, from 1. */
  tries: number;
  /** The key that was pressed; empty where none was. */
  digits?: string;
  answeredBy?: string;
}

/** Absolute URL under PUBLIC_URL; organisation, person and dispatch are UUIDs, and nothing of the task is in it. */
export function callbackUrl(
  publicUrl: string,
  callback: Callback,
  person: Person,
  dispatchId: string,
  along?: BroughtAlong,
): string {
  const query = new URLSearchParams({ o: person.orgId, u: person.userId, d: dispatchId });
  if (along) query.set('n', String(along.tries));
  if (along?.digits !== undefined) query.set('k', along.digits);
  if (along?.answeredBy !== undefined) query.set('a', along.answeredBy);
  return `${publicUrl}/webhooks/twilio/${callback}?${query.toString()}`;
}
