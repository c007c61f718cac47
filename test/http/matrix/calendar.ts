// The calendar's address in the matrix.
import type { Actor } from './actor.ts';
import { plain, type Entries } from './entry.ts';

/** A new one each time: the next takes its place. */
const file = async (who: Actor): Promise<string> =>
  (await who.expect('POST', '/v1/account/calendar-feed')).url.split('/').at(-1);

const withFeed = {
  ask: async (who: Actor) => {
    await file(who);
    return {};
  },
};

export const CALENDAR: Entries = {
  openCalendarFeed: plain,
  readCalendarFeed: withFeed,
  closeCalendarFeed: withFeed,
  readCalendar: { ask: async (who) => ({ path: { file: await file(who) } }) },
};
