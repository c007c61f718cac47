// What changed since the last look, each change once: for kinds where a signal that was lost is sent again.
import { DAY_MS, HOUR_MS } from '../kernel/time.ts';
import { inPages, LAST_ID, NIL_ID, type Paged, type Position } from './in-pages.ts';
import type { Look, Seen } from './kind.ts';

/** What was told has been heard by then. */
export const HEARD_SECONDS = 20;
/** How far the first look of all goes back. */
const FURTHEST_MS = 2 * HOUR_MS;

export type Lately<Row extends Position> = Omit<Paged<Row>, 'since'>;

/**
 * As `inPages`, however long ago the last look was: `find` gives what is older than `HEARD_SECONDS` by the database's
 * clock, of each millisecond all or nothing. Whoever could not be told is looked at again once all others had their
 * turn, and all that changed since; for a day.
 */
export async function lately<Row extends Position>(look: Look, changed: Lately<Row>): Promise<Seen> {
  const now = Date.now();
  // Behind the place: since when somebody is untold.
  const [at, id, untoldBefore] = look.from?.split(' ') ?? [];
  const untold = untoldBefore === undefined ? [] : [untoldBefore];
  let place = at === undefined ? before(new Date(now - FURTHEST_MS)) : `${at} ${id}`;
  const seen = await inPages<Row>(
    { ...look, from: place },
    {
      ...changed,
      find: async (after) => {
        const rows = await changed.find(after);
        const last = rows.at(-1);
        if (last) place = `${last.at.toISOString()} ${last.id}`;
        return rows;
      },
      since: (row) => row.at,
      failed: (row, error) => {
        if (now - row.at.getTime() < DAY_MS) untold.push(row.at.toISOString());
        changed.failed(row, error);
      },
    },
  );
  const [first] = untold.toSorted();
  if (first === undefined) return { ...seen, next: seen.next ?? behindAllAt(place) };
  return { ...seen, next: seen.isDone ? before(new Date(first)) : `${seen.next} ${first}` };
}

/** Nothing of that moment is left: no id of somebody stays in a history from run to run until the next one changes. */
const behindAllAt = (place: string): string => `${place.split(' ')[0]} ${LAST_ID}`;

/** The place before all that changed at `at`. */
const before = (at: Date): string => `${at.toISOString()} ${NIL_ID}`;
