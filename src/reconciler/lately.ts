// What changed since the last look, each change once: for kinds where a signal that was lost is sent again.
import { HOUR_MS } from '../kernel/time.ts';
import { inPages, NIL_ID, type Paged, type Position } from './in-pages.ts';
import type { Look, Seen } from './kind.ts';

/** What was told has been heard by then. */
const HEARD_MS = 20_000;
/** How far the first look goes back, after a deployment or an outage. */
const FURTHEST_MS = 2 * HOUR_MS;

export interface Lately<Row extends Position> extends Omit<Paged<Row>, 'find' | 'since'> {
  find: (page: { until: Date; after: Position }) => Promise<Row[]>;
}

/** As `inPages`. Where somebody could not be told, all of them are looked at again. */
export async function lately<Row extends Position>(look: Look, changed: Lately<Row>): Promise<Seen> {
  const now = Date.now();
  const until = new Date(now - HEARD_MS);
  const from = look.from ?? `${new Date(now - FURTHEST_MS).toISOString()} ${NIL_ID}`;
  const seen = await inPages<Row>(
    { ...look, from },
    { ...changed, find: (after) => changed.find({ until, after }), since: ({ at }) => at },
  );
  if (!seen.isDone) return seen;
  return { ...seen, next: seen.failed > 0 ? from : `${until.toISOString()} ${NIL_ID}` };
}
