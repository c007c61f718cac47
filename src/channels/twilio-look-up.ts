// Finds what we may have sent: Twilio takes no idempotency key, so an unknown outcome is looked up before anything is
// sent again.
import type { LookUp } from './outcome.ts';
import { failureOf } from './twilio-outcome.ts';

/** What messages and calls have in common in Twilio's lists. */
export interface TwilioRecord {
  sid: string;
  status: string;
  direction: string;
  from: string;
  dateCreated: Date;
}

export interface TwilioPage<R> {
  instances: R[];
  nextPage(): Promise<TwilioPage<R>> | undefined;
}

export interface LookUpScope<R> {
  /** When the first attempt started, by our clock. */
  since: Date;
  /** Until when the last one may have got there, by our clock. */
  until?: Date;
  /** Ids that belong to other dispatches. */
  exclude: readonly string[];
  isOurs: (record: R) => boolean;
}

export const PAGE_SIZE = 100;
const MAX_PAGES = 10;
/** Twilio's dates have whole seconds and its clock is not ours. */
export const CLOCK_TOLERANCE_MS = 60_000;

/**
 * Walks a list of Twilio, newest first, and adopts the oldest record that is ours.
 * The filters of the API on sent and start time miss what is still queued, so all filtering happens here.
 * @returns absent only when the list was read back to before `since`; unavailable when it could not be.
 */
export async function findOldest<R extends TwilioRecord>(
  firstPage: () => Promise<TwilioPage<R>>,
  scope: LookUpScope<R>,
): Promise<LookUp> {
  try {
    const records = await readBackTo(scope.since.getTime() - CLOCK_TOLERANCE_MS, firstPage, MAX_PAGES);
    if (records === null) return { kind: 'unavailable', detail: 'The list of Twilio is too long to be read' };
    const untilMs = (scope.until?.getTime() ?? Infinity) + CLOCK_TOLERANCE_MS;
    return oldestOf(
      records.filter(
        (record) =>
          record.direction === 'outbound-api' &&
          createdMs(record) <= untilMs &&
          !scope.exclude.includes(record.sid) &&
          scope.isOurs(record),
      ),
    );
  } catch (error) {
    return { kind: 'unavailable', detail: failureOf(error).detail };
  }
}

/** All records since `earliestMs`, newest first; null where they are more than `maxPages`. */
export async function readBackTo<R extends TwilioRecord>(
  earliestMs: number,
  firstPage: () => Promise<TwilioPage<R>>,
  maxPages: number,
): Promise<R[] | null> {
  const found: R[] = [];
  let page: TwilioPage<R> | undefined = await firstPage();
  for (let count = 1; page !== undefined; count++) {
    if (count > maxPages) return null;
    const recent: R[] = page.instances.filter((record) => createdMs(record) >= earliestMs);
    found.push(...recent);
    if (recent.length === 0) break;
    page = await page.nextPage();
  }
  return found;
}

function createdMs({ dateCreated }: TwilioRecord): number {
  const ms = new Date(dateCreated).getTime();
  // Taken for old, a record that is ours would be sent again.
  if (Number.isNaN(ms)) throw new TypeError('a record without a readable date');
  return ms;
}

function oldestOf(records: TwilioRecord[]): LookUp {
  const [oldest, ...twins] = records.toSorted((a, b) => createdMs(a) - createdMs(b));
  if (oldest === undefined) return { kind: 'absent' };
  return {
    kind: 'found',
    externalId: oldest.sid,
    status: oldest.status,
    createdAt: oldest.dateCreated,
    twins: twins.map(({ sid }) => sid),
  };
}
