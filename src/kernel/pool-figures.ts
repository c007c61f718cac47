// How busy the connections to PostgreSQL are.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { PoolFigures } from './metrics.ts';
import { poolOf } from './sql.ts';

/** Opens no connection. */
export async function figuresOf(orm: MikroORM): Promise<PoolFigures> {
  const { totalCount, idleCount, waitingCount, options } = await poolOf(orm);
  return { size: totalCount, idle: idleCount, waiting: waitingCount, max: options.max };
}
