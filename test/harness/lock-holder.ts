// Makes a race of what would hardly ever be one: holds a lock until everybody else waits for it, and then lets go.
import pg from 'pg';

/**
 * Runs `lock` (SQL) in a transaction and `start`, waits until `count` statements that contain `waiting` wait for locks, and ends the
 * transaction. `beyond`: what it asks for before that, to close a circle; whom PostgreSQL picks to break it, is open.
 * Resolves to what `start` does.
 */
export async function meetAtLock<T>(
  adminUrl: string,
  { lock, waiting, count, beyond }: { lock: string; waiting: string; count: number; beyond?: string },
  start: () => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: adminUrl });
  // The list of what runs is the same for a whole transaction, so somebody else has to look at it.
  const watcher = new pg.Client({ connectionString: adminUrl });
  await Promise.all([holder.connect(), watcher.connect()]);
  try {
    await holder.query('begin');
    await holder.query(lock);
    const race = { isOver: false };
    const started = start().finally(() => (race.isOver = true));
    const waits = async (): Promise<number> =>
      (
        await watcher.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%' || $1 || '%'`,
          [waiting],
        )
      ).rowCount ?? 0;
    while (!race.isOver && (await waits()) < count);
    if (race.isOver) throw new Error(`nobody waited for ${lock}`);
    // Whoever waited first is the first to look for a circle.
    if (beyond !== undefined) await Promise.race([holder.query(beyond).catch(unlessBroken), started]);
    await holder.query('commit');
    return await started;
  } finally {
    await Promise.all([holder.end(), watcher.end()]);
  }
}

function unlessBroken(error: { code?: string }): void {
  if (error.code !== '40P01') throw error;
}
