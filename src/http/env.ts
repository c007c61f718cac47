// What every door finds in its request: who acts, the request's id, and a log that carries it.
import type { Principal } from '../account/principal.ts';
import type { Actor } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';

export interface Env {
  Variables: {
    requestId: string;
    log: Log;
    /** The code of the problem that it was answered with. */
    problem?: string;
    /** Only behind the gate. */
    person: Actor;
    /** Only behind the gate. */
    principal: Principal;
  };
}
