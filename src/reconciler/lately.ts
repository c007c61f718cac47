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

/** As `inPages`. Whoever could not be told is looked at again, and all that changed since; for two hours. */
export async function lately<Row extends Position>(look: Look, changed: Lately<Row>): Promise<Seen> {
  const now = Date.now();
  const until = new Date(now - HEARD_MS);
  const furthest = before(new Date(now - FURTHEST_MS));
  // Positions are texts of equal length: they compare as what they name.
  const from = look.from !== null && look.from > furthest ? look.from : furthest;
  const untold: Date[] = [];
  const seen = await inPages<Row>(
    { ...look, from },
    {
      ...changed,
      find: (after) => changed.find({ until, after }),
      since: ({ at }) => at,
      failed: (row, error) => {
        untold.push(row.at);
        changed.failed(row, error);
      },
    },
  );
  const [first] = untold.toSorted((one, other) => one.getTime() - other.getTime());
  if (first) return { ...seen, next: before(first) };
  return seen.isDone ? { ...seen, next: before(until) } : seen;
}

/** The place before all that changed at `at`. */
const before = (at: Date): string => `${at.toISOString()} ${NIL_ID}`;
