// What every door finds in its request: who acts, the request's id, and a log that carries it.
import type { Person } from '../kernel/context.ts';
import type { Log } from '../kernel/log.ts';

export interface Env {
  Variables: {
    requestId: string;
    log: Log;
    /** Only behind `authenticate`. */
    person: Person;
  };
}
