// Waits until the database's clock shows another second: for what is compared with times that know seconds only.
import { setTimeout } from 'node:timers/promises';
import type { MikroORM } from '@mikro-orm/postgresql';
import { queryAsLogin } from './sql.ts';

/** A second at most. */
export async function waitForNextSecond(orm: MikroORM): Promise<void> {
  const [row] = await queryAsLogin<{ left_ms: number }>(orm, {
    name: 'left_of_second',
    text: `select 1000 - (extract(milliseconds from clock_timestamp())::int % 1000) as left_ms`,
    values: [],
  });
  // A timer may fire a millisecond early.
  await setTimeout(row!.left_ms + 2);
}
