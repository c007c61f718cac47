// Who is behind a request, and how far their word goes.
import type { Person } from '../kernel/context.ts';
import type { Scope } from './scopes.ts';

export interface Principal extends Person {
  /** Of our own issuer; null for outside tokens and API keys. */
  sessionId: string | null;
  /** Null: everything, as for any person who signed in. */
  scopes: readonly Scope[] | null;
  via: 'session' | 'outside' | 'api_key';
}
