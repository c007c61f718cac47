// Two that seed at once take turns, so that neither finds the work of the other half done.
import type { MikroORM } from '@mikro-orm/postgresql';

/** Holds a lock of the database for as long as `work` takes, in a transaction that does nothing else. */
export async function inTurn<T>(orm: MikroORM, work: () => Promise<T>): Promise<T> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute(`select set_config('lock_timeout', '0', true), set_config('statement_timeout', '0', true),
      set_config('idle_in_transaction_session_timeout', '0', true)`);
    await em.execute('select pg_advisory_xact_lock(7_301_963)');
    return work();
  });
}
