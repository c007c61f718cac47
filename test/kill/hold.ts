// Holds a process still at one exact point without a hook in the product: PostgreSQL keeps it waiting for a lock.
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** A trap: whoever comes as far as this stands still until it is released, or is killed meanwhile. */
export interface Hold {
  /** Resolves when somebody stands there. */
  reached: Promise<void>;
  /** Lets go of whoever stands there; a trap that nobody reached is taken down. */
  release(): Promise<void>;
}

export interface DatabaseHold extends Hold {
  /** Whether somebody stands there right now: who waited for too long has gone, and comes again. */
  isHeld(): Promise<boolean>;
}

const LOOK_AGAIN_MS = 10;

/**
 * Takes the lock of `sql` as the database's owner and keeps it. `reached`: the first time that `login` waits for it.
 * A statement that waits gives up after the product's own lock time-out (5 s) and is tried again by the product.
 */
export async function holdInDatabase(
  adminUrl: string,
  hold: { sql: string; values?: unknown[]; login: 'flux_worker' | 'flux_api' },
): Promise<DatabaseHold> {
  const [keeper, watcher] = [
    new pg.Client({ connectionString: adminUrl }),
    new pg.Client({ connectionString: adminUrl }),
  ];
  await Promise.all([keeper.connect(), watcher.connect()]);
  const { rows } = await keeper.query<{ pid: number }>('select pg_backend_pid() as pid');
  await keeper.query('begin');
  await keeper.query(hold.sql, hold.values);

  const over = new AbortController();
  const isHeld = async (): Promise<boolean> => {
    const waiting = await watcher.query(
      'select 1 from pg_stat_activity where usename = $1 and $2 = any (pg_blocking_pids(pid))',
      [hold.login, rows[0]!.pid],
    );
    return waiting.rows.length > 0;
  };
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      if (await isHeld()) return;
      await delay(LOOK_AGAIN_MS);
    }
    // Taken down before anybody came: `reached` stays open for ever, as promised.
    await new Promise<never>(() => undefined);
  };
  const reached = watch();
  reached.catch(() => undefined);
  return {
    reached,
    isHeld,
    release: async () => {
      if (over.signal.aborted) return;
      over.abort();
      await keeper.query('rollback');
      await Promise.all([keeper.end(), watcher.end()]);
    },
  };
}

/** Everybody who would write to this table. */
export const writesTo = (table: string): string => `lock table ${table} in share mode`;
/** Everybody who would read of this table. */
export const readsOf = (table: string): string => `lock table ${table} in access exclusive mode`;
/** Everybody who would lock this row or point a foreign key at it. */
export const rowOf = (table: string): string => `select 1 from ${table} where id = $1 for update`;
