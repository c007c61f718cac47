// What is said of a task at the end of its ladder, against what the far side accepted for it.
import type pg from 'pg';
import type { World } from '../harness/world.ts';
import type { FarSide } from './far-side.ts';
import type { Stock } from './take-stock.ts';

/**
 * Nobody missed what no provider took; nothing is undelivered of which a message or call was taken, but for a call that
 * was picked up while nobody heard what was pressed (docs/limits.md).
 */
export async function checkEndings(
  db: pg.Client,
  { simulator }: Pick<World, 'simulator'>,
  { accepted }: FarSide,
  stock: Stock,
): Promise<void> {
  const { rows } = await db.query<{ id: string; kind: string; dispatches: string[]; is_unheard: boolean }>(
    `select t.id, e.kind,
       exists (select from notification_log n where n.task_id = t.id and n.event = 'unheard') as is_unheard, array(select d.id::text from dispatch_log d where d.task_id = t.id) as dispatches
     from tasks t join task_events e on e.task_id = t.id
     where e.via = 'ladder' and e.kind in ('missed', 'undelivered')`,
  );
  const sent = new Set(accepted.map(({ dispatchId }) => dispatchId));
  const pushed = new Set(simulator.state.deliveries.map(({ tag }) => tag));
  for (const { id, kind, dispatches, is_unheard: isUnheard } of rows) {
    const wasSent = dispatches.some((dispatch) => sent.has(dispatch));
    if (kind === 'missed' && !wasSent && !dispatches.some((dispatch) => pushed.has(dispatch))) {
      stock.missedUnrung += 1;
      stock.faults.push(`task ${id} was missed, and nothing of it was ever accepted`);
    }
    // Whoever gave a push up could not ask what became of it.
    if (kind === 'undelivered' && wasSent && !isUnheard)
      stock.faults.push(`task ${id} counts as undelivered, and something of it was accepted`);
  }
}
