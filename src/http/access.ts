// What an operation asks of its caller: held by the gate, and written into the document.
import type { LimitGroup } from '../kernel/limits.ts';
import type { Scope } from '../kernel/scopes.ts';
import type { ProblemCode } from './problem.ts';

/** Beside what OpenAPI can say itself. */
export interface Access {
  /** A scope: people, and API keys that have it. 'session': people who signed in. 'public': everybody. */
  access: Scope | 'session' | 'public';
  /** A scope that an API key needs beside that. */
  also?: Scope;
  /** The bucket that each request takes from; null: none. */
  limit: LimitGroup | null;
  /** It reads or changes one thing that has an entity tag: a read knows If-None-Match, a write If-Match. */
  tagged?: boolean;
  /** A public write that reads Idempotency-Key; those behind a token all do. */
  once?: true;
  /**
   * It can end what let its caller in: a session, a membership. A repeat under its Idempotency-Key is answered as the
   * first was, although its caller would no longer come in.
   */
  endsStanding?: true;
  /** Open to somebody who waits for their erasure, to whom nothing else is. */
  whileErasing?: true;
  /** What else can go wrong, beside what can in every operation of its kind. */
  problems?: readonly ProblemCode[];
}
