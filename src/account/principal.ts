// Who is behind a request, and how far their word goes.
import type { Person } from '../kernel/context.ts';
import type { Scope } from '../kernel/scopes.ts';

/** What a request can be made with: a session of ours, one of the outside issuer, a machine's key. */
export const CREDENTIALS = ['session', 'outside', 'api_key'] as const;

export interface Principal extends Person {
  /** Of our own issuer; null for outside tokens and API keys. */
  sessionId: string | null;
  /** Null: everything, as for any person who signed in. */
  scopes: readonly Scope[] | null;
  via: (typeof CREDENTIALS)[number];
  /** Of an API key. */
  keyHash?: string;
  /** Of a token: to the second. */
  issuedAt?: Date;
}
