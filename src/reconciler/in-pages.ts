// Goes through all that a query finds, page by page, as long as there is time; what cannot be helped stops nobody else.
import { within } from '../kernel/within.ts';
import type { Look, Seen } from './kind.ts';

/** Where a page ended: rows are ordered by moment and id. */
export interface Position {
  at: Date;
  id: string;
}

export interface Paged<Row extends Position> {
  find: (after: Position) => Promise<Row[]>;
  /** Those of a page that nobody works at. */
  pick: (rows: Row[]) => Promise<Row[]>;
  /** False where somebody works at it after all. */
  revive: (row: Row) => Promise<boolean>;
  /** What has to be brought to life in order is of one lane: one waits for the other, and falls behind with it. */
  laneOf?: (row: Row) => string;
  /** Whether it waits although it is not picked this time: it is counted, and nobody is asked. */
  waits?: (row: Row) => boolean;
  /** Since when it waits. */
  since: (row: Row) => Date;
  /** Writes down what was brought to life, before the next ones are begun. */
  note?: (rows: Row[]) => Promise<void>;
  /** Told of each that could not be brought to life. */
  failed: (row: Row, error: unknown) => void;
}

/** Of one page: `find` gives back no more, and fewer only where there are no more. */
export const PAGE_ROWS = 500;
/** So many are brought to life at once. */
const AT_ONCE = 25;
/** One that hangs is given up, and tried again with the next look. */
const PATIENCE_MS = 10_000;

/** Throws what `find`, `pick` and `note` throw. */
export async function inPages<Row extends Position>(look: Look, paged: Paged<Row>): Promise<Seen> {
  const seen: Seen = { waiting: 0, oldestAt: null, revived: 0, failed: 0, next: null, isDone: true };
  let after = look.from === null ? BEGINNING : parsePosition(look.from);
  const lanes: Lanes = new Map();
  for (;;) {
    const rows = await paged.find(after);
    const dead = await paged.pick(rows);
    const picked = new Set(dead);
    count(seen, rows.filter((row) => picked.has(row) || paged.waits?.(row)).map(paged.since));
    const stoppedAt = await reviveAll(seen, dead, look, paged, lanes);
    if (stoppedAt) return stopped(seen, stoppedAt);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_ROWS) return seen;
    after = { at: last.at, id: last.id };
    if (!look.mayGoOn()) return stopped(seen, after);
  }
}

/** Before every id. */
export const NIL_ID = '00000000-0000-0000-0000-000000000000';
/** Behind every id. */
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const BEGINNING: Position = { at: new Date(0), id: NIL_ID };

const stopped = (seen: Seen, { at, id }: Position): Seen => ({
  ...seen,
  next: `${at.toISOString()} ${id}`,
  isDone: false,
});

function parsePosition(text: string): Position {
  const [at = '', id = ''] = text.split(' ');
  return { at: new Date(at), id };
}

function count(seen: Seen, moments: Date[]): void {
  seen.waiting += moments.length;
  for (const at of moments) if (seen.oldestAt === null || at < seen.oldestAt) seen.oldestAt = at;
}

/** Null, or the last one that had its turn where time was up before all had theirs. */
async function reviveAll<Row extends Position>(
  seen: Seen,
  rows: Row[],
  { mayGoOn }: Look,
  { revive, laneOf, note, failed }: Paged<Row>,
  lanes: Lanes,
): Promise<Row | null> {
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    if (first > 0 && !mayGoOn()) return rows[first - 1]!;
    const some = rows.slice(first, first + AT_ONCE);
    const outcomes = await Promise.allSettled(
      some.map((row) => {
        const reviveInTime = () => within(PATIENCE_MS, revive(row));
        return laneOf ? inLane(lanes, laneOf(row), reviveInTime) : reviveInTime();
      }),
    );
    const done = some.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    await note?.(done);
    seen.revived += outcomes.filter((one) => one.status === 'fulfilled' && one.value).length;
    seen.failed += some.length - done.length;
    for (const [index, one] of outcomes.entries())
      if (one.status === 'rejected') failed(some[index]!, one.reason);
  }
  return null;
}

/** The last one of each, in this look. */
type Lanes = Map<string, Promise<boolean>>;

/** After those before it; where one of them could not be helped, nor can this one. */
function inLane(lanes: Lanes, lane: string, revive: () => Promise<boolean>): Promise<boolean> {
  const before = lanes.get(lane);
  const revived = before ? before.then(revive) : revive();
  lanes.set(lane, revived);
  return revived;
}
