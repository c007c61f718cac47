// What people wrote: each message is heard, and answered once at most, by the webhook or by a message of its own.
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { World } from '../harness/world.ts';
import type { FarSide } from './far-side.ts';
import type { Stock } from './take-stock.ts';

/** Whoever listens anew looks every minute, at what is some seconds old. */
const HEARD_WITHIN_MS = 180_000;
const LOOK_AGAIN_MS = 1000;

/** Waits for what is heard late. */
export async function checkAnswers(
  db: pg.Client,
  { simulator }: Pick<World, 'simulator'>,
  farSide: FarSide,
  stock: Stock,
): Promise<void> {
  const { messages } = simulator.state;
  const written = messages.filter(({ direction }) => direction === 'inbound');
  stock.written = written.length;
  const unheard = await waitUntilHeard(
    db,
    written.map(({ sid }) => sid),
  );
  stock.unheard = unheard.length;
  for (const sid of unheard) stock.faults.push(`${sid} was written, and nobody heard it`);

  const late = new Set(
    farSide.accepted.filter(({ dispatchId }) => dispatchId === null).map(({ externalId }) => externalId),
  );
  stock.answeredLate = late.size;
  for (const number of new Set(messages.map((message) => message.number))) {
    const heard = written.filter((message) => message.number === number).length;
    const said = messages.filter(
      ({ sid, direction, number: to }) => to === number && (direction === 'outbound-reply' || late.has(sid)),
    ).length;
    if (said > heard) {
      stock.sentTwice += said - heard;
      stock.faults.push(`${heard} messages of one person were answered ${said} times`);
    }
  }
}

/** Resolves to those that are not in the log after all. */
async function waitUntilHeard(db: pg.Client, sids: string[]): Promise<string[]> {
  for (const deadline = Date.now() + HEARD_WITHIN_MS; ;) {
    const { rows } = await db.query<{ external_id: string }>(
      `select external_id from notification_log where direction = 'in' and external_id = any ($1)`,
      [sids],
    );
    const heard = new Set(rows.map(({ external_id }) => external_id));
    const unheard = sids.filter((sid) => !heard.has(sid));
    if (unheard.length === 0 || Date.now() > deadline) return unheard;
    await delay(LOOK_AGAIN_MS);
  }
}
