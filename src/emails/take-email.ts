// Counts a mail that somebody asks for, before anybody looks whether its address is known.
import type { Limiter } from '../kernel/rate-limit.ts';
import { tooManyRequests } from '../kernel/rate-limit.ts';
import { rateLimited } from '../kernel/metrics.ts';

/** What is asked for: each is counted by itself, so that nobody's invitations keep somebody from a new password. */
export type RequestedMail = 'registration' | 'verification' | 'reset' | 'change' | 'invitation';

export interface MailRequest {
  mail: RequestedMail;
  /** The person, or the network of whoever is nobody yet. */
  asker: string;
  /** Trimmed, lower case. */
  address: string;
}

/** Throws RATE_LIMITED, the same whichever limit it was, and UNAVAILABLE. */
export async function takeEmail(limiter: Limiter, { mail, asker, address }: MailRequest): Promise<void> {
  const verdict = await limiter.take('email-sent', {
    'email-asker': `${mail} ${asker}`,
    'email-pair': `${mail} ${asker} ${address}`,
    'email-address': `${mail} ${address}`,
  });
  if (verdict.allowed) return;
  rateLimited.inc({ group: 'email-sent' });
  throw tooManyRequests(verdict);
}
